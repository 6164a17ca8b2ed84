-- The record. It only grows: the triggers below refuse every change of a row.
CREATE TABLE journal (
  epoch   INTEGER NOT NULL CHECK (epoch >= 1),
  seq     INTEGER NOT NULL CHECK (seq >= 1),
  atMs    INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  body    TEXT NOT NULL CHECK (octet_length(body) <= 65536),
  prev    BLOB NOT NULL CHECK (octet_length(prev) = 32),
  hash    BLOB NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX journalBySubject ON journal (subject);

CREATE TRIGGER journalNotUpdated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

CREATE TRIGGER journalNotDeleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER journalNotReplaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE epoch = NEW.epoch AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

-- Not derived: these cannot be rebuilt from the journal, and hold nothing about money.
CREATE TABLE staffPerson (
  staffId TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  -- The journal holds sha256(salt, name) only, so that a name can be erased.
  salt    BLOB NOT NULL
) STRICT;

CREATE TABLE staffSecret (
  staffId TEXT PRIMARY KEY,
  pinHash TEXT NOT NULL
) STRICT;

CREATE TABLE wrongPin (
  staffId       TEXT PRIMARY KEY,
  wrong         INTEGER NOT NULL,
  lockedUntilMs INTEGER NOT NULL
) STRICT;

CREATE TABLE answer (
  callId TEXT PRIMARY KEY,
  atMs   INTEGER NOT NULL,
  name   TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;
CREATE INDEX answerByTime ON answer (atMs);

-- Whether the till was last closed in order.
CREATE TABLE lastEnd (
  only    INTEGER PRIMARY KEY CHECK (only = 1),
  orderly INTEGER NOT NULL
) STRICT;

-- The completed sale whose result was read last.
CREATE TABLE lastSeen (
  only   INTEGER PRIMARY KEY CHECK (only = 1),
  saleId TEXT NOT NULL
) STRICT;

CREATE TABLE settingsCache (
  source TEXT PRIMARY KEY,
  text   TEXT NOT NULL
) STRICT;
