/// One step of the ledger's layout: the SQL that leads from the version before to this one.
package struct LedgerSchemaStep: Hashable, Sendable {
  /// Counts from 1.
  package var version: Int32
  /// Statements, run in one transaction.
  package var sql: String

  /// A step to this version.
  package init(version: Int32, sql: String) {
    self.version = version
    self.sql = sql
  }
}

/// The layout of the ledger's file. Invariants are in it, so that no program can break them by mistake: one handover at a
/// time per VIN, one certificate per state, no status index twice, and events and certificates that are final.
enum LedgerSchema {
  /// Marks the file as ours (`PRAGMA application_id`): the characters `HNDV`.
  static let applicationID: Int32 = 0x484E_4456

  /// Every step that was ever published, oldest first; a published step never changes.
  static let steps = [LedgerSchemaStep(version: 1, sql: version1)]

  private static let version1 = """
    CREATE TABLE handover (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE CHECK (length(id) = 23),
      vin TEXT NOT NULL CHECK (length(vin) = 17),
      openedAt INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'delivered', 'closed'))
    ) STRICT;
    CREATE UNIQUE INDEX handoverOnePerVIN ON handover (vin) WHERE state <> 'closed';
    CREATE INDEX handoverByVIN ON handover (vin, key);
    CREATE INDEX handoverByOpening ON handover (openedAt, key);
    CREATE INDEX handoverByState ON handover (state, openedAt, key);

    CREATE TABLE event (
      sequence INTEGER PRIMARY KEY,
      handover INTEGER NOT NULL REFERENCES handover (key),
      number INTEGER NOT NULL,
      kind TEXT NOT NULL,
      at INTEGER NOT NULL,
      attachment BLOB,
      body BLOB NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32),
      UNIQUE (handover, number)
    ) STRICT;

    CREATE TABLE head (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      sequence INTEGER NOT NULL,
      digest BLOB NOT NULL CHECK (length(digest) = 32)
    ) STRICT;
    INSERT INTO head VALUES (1, 0, zeroblob(32));

    CREATE TABLE statusIndex (
      value INTEGER PRIMARY KEY CHECK (value BETWEEN 0 AND 1048575)
    ) STRICT;

    CREATE TABLE certificate (
      event INTEGER PRIMARY KEY REFERENCES event (sequence),
      handover INTEGER NOT NULL REFERENCES handover (key),
      state TEXT NOT NULL CHECK (length(state) = 43),
      id TEXT NOT NULL UNIQUE,
      issuedAt INTEGER NOT NULL,
      verdict TEXT NOT NULL,
      specimenOf TEXT,
      text BLOB NOT NULL,
      chain BLOB NOT NULL,
      statusIndex INTEGER NOT NULL UNIQUE REFERENCES statusIndex (value),
      UNIQUE (handover, state)
    ) STRICT;
    CREATE INDEX certificateByHandover ON certificate (handover, event);

    CREATE TRIGGER eventIsFinal BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'an event is final'); END;
    CREATE TRIGGER eventStays BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'an event stays'); END;
    CREATE TRIGGER certificateIsFinal BEFORE UPDATE ON certificate
      BEGIN SELECT raise(ABORT, 'a certificate is final'); END;
    CREATE TRIGGER certificateStays BEFORE DELETE ON certificate
      BEGIN SELECT raise(ABORT, 'a certificate stays'); END;
    CREATE TRIGGER statusIndexStays BEFORE DELETE ON statusIndex
      BEGIN SELECT raise(ABORT, 'a status index is never given twice'); END;
    CREATE TRIGGER handoverStays BEFORE DELETE ON handover BEGIN SELECT raise(ABORT, 'a handover stays'); END;
    """
}
