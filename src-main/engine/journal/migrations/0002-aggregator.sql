-- What the till knows of its aggregators. None of it is about money: whatever is lost here is
-- asked for again.
CREATE TABLE enrolment (
  channel TEXT PRIMARY KEY,
  -- Who is paid, and by which public keys answers are checked: JSON, without a secret.
  facts   TEXT NOT NULL
) STRICT;

CREATE TABLE channelMemory (
  channel     TEXT PRIMARY KEY,
  -- The last event of the stream that was heard.
  lastEventId TEXT,
  settings    TEXT,
  settingsTag TEXT
) STRICT;

-- The last row that the aggregator holds; rows after it are the outbox.
CREATE TABLE uploadCursor (
  only  INTEGER PRIMARY KEY CHECK (only = 1),
  epoch INTEGER NOT NULL,
  seq   INTEGER NOT NULL,
  hash  BLOB NOT NULL CHECK (octet_length(hash) = 32)
) STRICT;

-- Rows that the aggregator holds and could not use.
CREATE TABLE notUnderstood (
  epoch  INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;
