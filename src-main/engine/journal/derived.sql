-- Derived from the journal, row by row, in the transaction that writes the row. Dropped and
-- built again by a rebuild; never changed by hand, so it needs no migrations.
-- By which text of this file: another one has the tables built again.
CREATE TABLE derivedBy (schemaHash TEXT NOT NULL) STRICT;

CREATE TABLE counter (
  only        INTEGER PRIMARY KEY CHECK (only = 1),
  counterId   TEXT NOT NULL,
  counterCode TEXT NOT NULL,
  environment TEXT NOT NULL,
  epoch       INTEGER NOT NULL,
  -- When the whole file was last read and found whole.
  lastCheckAtMs INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Through which channels money comes, who is paid, and with which key the counter signs.
CREATE TABLE enrolled (
  channel  TEXT PRIMARY KEY,
  merchant TEXT NOT NULL,
  keyId    TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
  staffId      TEXT PRIMARY KEY,
  role         TEXT NOT NULL,
  lastUsedAtMs INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE shift (
  shiftId      TEXT PRIMARY KEY,
  openedAtMs   INTEGER NOT NULL,
  openedBy     TEXT NOT NULL,
  businessDate TEXT NOT NULL,
  floatMinor   INTEGER NOT NULL,
  open         INTEGER NOT NULL
) STRICT;
CREATE INDEX shiftOpen ON shift (openedAtMs) WHERE open = 1;
CREATE INDEX shiftByDate ON shift (businessDate);

CREATE TABLE sale (
  saleId        TEXT PRIMARY KEY,
  shiftId       TEXT NOT NULL,
  cashier       TEXT NOT NULL,
  openedAtMs    INTEGER NOT NULL,
  reference     TEXT NOT NULL,
  description   TEXT NOT NULL,
  totalMinor    INTEGER NOT NULL,
  roundingMinor INTEGER NOT NULL DEFAULT 0,
  state         TEXT NOT NULL,
  aside         INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX saleOpen ON sale (openedAtMs) WHERE state = 'open';
CREATE INDEX saleAside ON sale (openedAtMs) WHERE aside = 1;

CREATE TABLE payment (
  paymentId         TEXT PRIMARY KEY,
  saleId            TEXT NOT NULL REFERENCES sale,
  shiftId           TEXT NOT NULL,
  cashier           TEXT NOT NULL,
  method            TEXT NOT NULL,
  channel           TEXT,
  amountMinor       INTEGER NOT NULL,
  state             TEXT NOT NULL,
  createdAtMs       INTEGER NOT NULL,
  endedAtMs         INTEGER,
  reference         TEXT,
  sequence          INTEGER,
  providerReference TEXT,
  codeText          TEXT,
  payee             TEXT,
  shownAtMs         INTEGER,
  expiresAtMs       INTEGER,
  tenderedMinor     INTEGER,
  changeMinor       INTEGER,
  closeReason       TEXT,
  mayStillBePaid    INTEGER NOT NULL DEFAULT 0,
  -- What came for it, as far as the channel told.
  creditedMinor     INTEGER NOT NULL DEFAULT 0,
  flow              TEXT NOT NULL,
  wallet            TEXT,
  -- What a card terminal told of it, as JSON, and the method that this makes it.
  card              TEXT,
  paidBy            TEXT NOT NULL,
  -- What an Octopus reader told of it, as JSON.
  octopus           TEXT,
  refusal           TEXT,
  scanDigest        TEXT,
  scanLastFour      TEXT,
  -- What a supervisor vouched for: paid, notPaid, or agreed once the channel says so too.
  byHand            TEXT,
  atRisk            INTEGER NOT NULL DEFAULT 0,
  beyondSale        INTEGER NOT NULL DEFAULT 0,
  goodsReleased     INTEGER NOT NULL DEFAULT 0,
  -- Ended here, and the channel is still to be told.
  closeOwed         INTEGER NOT NULL DEFAULT 0,
  takenMinor        INTEGER,
  shortfallMinor    INTEGER NOT NULL DEFAULT 0,
  -- No news of it is looked for any more.
  watchOver         INTEGER NOT NULL DEFAULT 0,
  -- The channel denies what was confirmed by hand, and a supervisor has looked into it.
  denialAccepted    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX paymentBySale ON payment (saleId, paymentId);
CREATE INDEX paymentBySequence ON payment (sequence) WHERE sequence IS NOT NULL;
CREATE INDEX paymentLive ON payment (state)
  WHERE state IN ('created', 'submitting', 'awaitingPayer', 'processing', 'unknown', 'closing', 'conflicted');
CREATE INDEX paymentWatched ON payment (endedAtMs)
  WHERE mayStillBePaid = 1 OR closeOwed = 1 OR (byHand = 'paid' AND watchOver = 0);
CREATE INDEX paymentContradicted ON payment (paymentId) WHERE byHand = 'contradicted' AND denialAccepted = 0;
CREATE INDEX paymentReleased ON payment (paymentId) WHERE goodsReleased = 1;
-- A code is used once.
CREATE UNIQUE INDEX paymentByScan ON payment (scanDigest) WHERE scanDigest IS NOT NULL;

CREATE INDEX paymentByChannel ON payment (channel, endedAtMs);

-- Every transaction that a card terminal has told of, by terminal, batch and trace.
CREATE TABLE cardTransaction (
  seq       INTEGER PRIMARY KEY,
  channel   TEXT NOT NULL,
  key       TEXT NOT NULL,
  trace     INTEGER NOT NULL,
  paymentId TEXT,
  UNIQUE (channel, key)
) STRICT;

-- The batches of card terminals that were closed.
CREATE TABLE settlement (
  seq           INTEGER PRIMARY KEY,
  channel       TEXT NOT NULL,
  atMs          INTEGER NOT NULL,
  businessDate  TEXT NOT NULL,
  oursCount     INTEGER NOT NULL,
  oursMinor     INTEGER NOT NULL,
  terminalCount INTEGER,
  terminalMinor INTEGER
) STRICT;
CREATE INDEX settlementByChannel ON settlement (channel, seq);

-- Every time that an Octopus reader was told to charge a card.
CREATE TABLE octopusAsked (
  seq          INTEGER PRIMARY KEY,
  paymentId    TEXT NOT NULL REFERENCES payment,
  channel      TEXT NOT NULL,
  reference    TEXT NOT NULL,
  amountMinor  INTEGER NOT NULL,
  card         TEXT NOT NULL,
  valueMinor   INTEGER NOT NULL,
  hidesValue   INTEGER NOT NULL,
  -- As JSON.
  lastAddValue TEXT NOT NULL,
  deviceId     INTEGER NOT NULL,
  locationId   INTEGER NOT NULL,
  storeId      TEXT NOT NULL,
  timeS        INTEGER NOT NULL,
  atMs         INTEGER NOT NULL,
  -- Whether this very request may have charged the card.
  mayHaveTaken INTEGER NOT NULL DEFAULT 1,
  -- Of the last one of a payment, what is known of that: asked, incomplete, nothing.
  standing     TEXT NOT NULL DEFAULT 'asked',
  -- Why, by the reader.
  code         INTEGER
) STRICT;
CREATE INDEX octopusAskedByPayment ON octopusAsked (paymentId, seq);
CREATE INDEX octopusAskedByCard ON octopusAsked (card, seq);

-- The files that an Octopus reader wrote of its transactions.
CREATE TABLE octopusFile (
  channel     TEXT NOT NULL,
  storeId     TEXT NOT NULL,
  number      INTEGER NOT NULL,
  deviceId    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  timeS       INTEGER NOT NULL,
  atMs        INTEGER NOT NULL,
  upload      TEXT NOT NULL,
  theirCount  INTEGER NOT NULL,
  theirMinor  INTEGER NOT NULL,
  ourCount    INTEGER NOT NULL,
  ourMinor    INTEGER NOT NULL,
  PRIMARY KEY (channel, storeId, number)
) STRICT, WITHOUT ROWID;

-- What was taken by Octopus, and in which file it stands; null: in none yet.
CREATE TABLE octopusTaken (
  paymentId   TEXT PRIMARY KEY REFERENCES payment,
  channel     TEXT NOT NULL,
  card        TEXT NOT NULL,
  deviceId    INTEGER NOT NULL,
  timeS       INTEGER NOT NULL,
  atMs        INTEGER NOT NULL,
  amountMinor INTEGER NOT NULL,
  fileNumber  INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX octopusTakenOpen ON octopusTaken (channel, timeS) WHERE fileNumber IS NULL;
CREATE INDEX octopusTakenByCard ON octopusTaken (card);

CREATE TABLE octopusLists (
  channel TEXT PRIMARY KEY,
  lists   TEXT NOT NULL,
  atMs    INTEGER NOT NULL
) STRICT;

CREATE TABLE credit (
  paymentId   TEXT NOT NULL REFERENCES payment,
  creditId    TEXT NOT NULL,
  amountMinor INTEGER NOT NULL,
  atMs        INTEGER NOT NULL,
  PRIMARY KEY (paymentId, creditId)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
  sequence   INTEGER PRIMARY KEY,
  saleId     TEXT NOT NULL UNIQUE REFERENCES sale,
  number     TEXT NOT NULL UNIQUE,
  issuedAtMs INTEGER NOT NULL,
  document   TEXT NOT NULL,
  reprints   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE discrepancy (
  discrepancyId     TEXT PRIMARY KEY,
  paymentId         TEXT NOT NULL REFERENCES payment,
  openedAtMs        INTEGER NOT NULL,
  amountMinor       INTEGER NOT NULL,
  providerReference TEXT,
  -- What was decided about it; null: still open.
  decision          TEXT
) STRICT;
CREATE INDEX discrepancyByPayment ON discrepancy (paymentId);
CREATE INDEX discrepancyOpen ON discrepancy (openedAtMs) WHERE decision IS NULL;

CREATE TABLE refund (
  refundId          TEXT PRIMARY KEY,
  paymentId         TEXT NOT NULL REFERENCES payment,
  saleId            TEXT NOT NULL REFERENCES sale,
  discrepancyId     TEXT REFERENCES discrepancy,
  shiftId           TEXT NOT NULL,
  cashier           TEXT NOT NULL,
  method            TEXT NOT NULL,
  channel           TEXT,
  amountMinor       INTEGER NOT NULL,
  state             TEXT NOT NULL,
  requestedAtMs     INTEGER NOT NULL,
  endedAtMs         INTEGER,
  reason            TEXT NOT NULL,
  providerReference TEXT,
  refusal           TEXT
) STRICT;
CREATE INDEX refundByPayment ON refund (paymentId, refundId);
CREATE INDEX refundLive ON refund (refundId) WHERE state IN ('requested', 'pending', 'unknown');
