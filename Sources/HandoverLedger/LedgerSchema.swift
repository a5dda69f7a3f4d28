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
  static let steps = [LedgerSchemaStep(version: 1, sql: version1), LedgerSchemaStep(version: 2, sql: version2)]

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

  /// What was recorded about a handover that is over can be erased: the bodies of events and the private part of
  /// certificates, each only beside an event of the kind `erased` that says so, and nothing else of them.
  private static let version2 = """
    ALTER TABLE certificate ADD COLUMN erasure INTEGER REFERENCES event (sequence);

    DROP TRIGGER eventIsFinal;
    CREATE TRIGGER eventIsFinal BEFORE UPDATE ON event WHEN NOT (
      new.body = x'' AND old.attachment IS NULL AND old.kind NOT IN ('delivered', 'closed', 'erased')
      AND new.sequence IS old.sequence AND new.handover IS old.handover AND new.number IS old.number
      AND new.kind IS old.kind AND new.at IS old.at AND new.attachment IS old.attachment AND new.digest IS old.digest
      AND EXISTS (
        SELECT 1 FROM event AS later
        WHERE later.handover = old.handover AND later.number > old.number AND later.kind = 'erased'))
    BEGIN SELECT raise(ABORT, 'an event is final'); END;

    DROP TRIGGER certificateIsFinal;
    CREATE TRIGGER certificateIsFinal BEFORE UPDATE ON certificate WHEN NOT (
      old.erasure IS NULL AND new.event IS old.event AND new.handover IS old.handover AND new.state IS old.state
      AND new.id IS old.id AND new.issuedAt IS old.issuedAt AND new.verdict IS old.verdict
      AND new.specimenOf IS old.specimenOf AND new.chain IS old.chain AND new.statusIndex IS old.statusIndex
      AND EXISTS (
        SELECT 1 FROM event AS later
        WHERE later.sequence = new.erasure AND later.handover = old.handover AND later.sequence > old.event
          AND later.kind = 'erased'))
    BEGIN SELECT raise(ABORT, 'a certificate is final'); END;
    """
}
