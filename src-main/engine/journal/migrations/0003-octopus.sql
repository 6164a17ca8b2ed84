-- Which Octopus was meant by a digest of the journal. Not derived, so that a number can be erased:
-- the journal holds sha256(salt, number) only.
CREATE TABLE octopusCard (
  digest TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  salt   BLOB NOT NULL
) STRICT;
