-- The store of one EvenKeel deployment: what Orleans remembers (grain state, reminders, membership), and our own
-- append-only history. Runs once per schema version, inside one transaction; every statement may be repeated.
-- Orleans takes its statements from OrleansQuery. None of them may hold BEGIN or COMMIT: a batch that fails between
-- the two leaves its transaction open on the handle. So each is atomic by itself, or is followed by reads only.

CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL) WITHOUT ROWID;

-- Grain state -------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS OrleansStorage (
  GrainIdHash INTEGER NOT NULL,
  GrainIdN0 INTEGER NOT NULL,
  GrainIdN1 INTEGER NOT NULL,
  GrainTypeHash INTEGER NOT NULL,
  GrainTypeString TEXT NOT NULL,
  GrainIdExtensionString TEXT NULL,
  ServiceId TEXT NOT NULL,
  PayloadBinary BLOB NULL,
  ModifiedOn TEXT NOT NULL,
  Version INTEGER NOT NULL
);

-- The fence of a first write, which has no etag yet: of racing first writers one inserts, the others conflict.
CREATE UNIQUE INDEX IF NOT EXISTS UX_OrleansStorage ON OrleansStorage (
  GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, coalesce(GrainIdExtensionString, ''), ServiceId
);

INSERT OR REPLACE INTO OrleansQuery VALUES
('ReadFromStorageKey', '
SELECT PayloadBinary, Version FROM OrleansStorage
WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
  AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeString = @GrainTypeString
  AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId;'),

-- With an etag only the UPDATE can touch a row, without one only the INSERT: no row returned is a conflict.
('WriteToStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = @PayloadBinary, ModifiedOn = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), Version = Version + 1
WHERE @GrainStateVersion IS NOT NULL AND Version = @GrainStateVersion
  AND GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
  AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeString = @GrainTypeString
  AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId
RETURNING Version AS NewGrainStateVersion;
INSERT INTO OrleansStorage (
  GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId,
  PayloadBinary, ModifiedOn, Version)
SELECT
  @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId,
  @PayloadBinary, strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), 1
WHERE @GrainStateVersion IS NULL
ON CONFLICT DO NOTHING
RETURNING Version AS NewGrainStateVersion;'),

('ClearStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = NULL, ModifiedOn = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), Version = Version + 1
WHERE Version = @GrainStateVersion AND GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
  AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeString = @GrainTypeString
  AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId
RETURNING Version AS NewGrainStateVersion;'),

('DeleteStorageKey', '
DELETE FROM OrleansStorage
WHERE Version = @GrainStateVersion AND GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash
  AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeString = @GrainTypeString
  AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId
RETURNING Version + 1 AS NewGrainStateVersion;');

-- Reminders ---------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS OrleansRemindersTable (
  ServiceId TEXT NOT NULL,
  GrainId TEXT NOT NULL,
  ReminderName TEXT NOT NULL,
  StartTime TEXT NOT NULL,
  Period INTEGER NOT NULL,
  GrainHash INTEGER NOT NULL,
  Version INTEGER NOT NULL,
  PRIMARY KEY (ServiceId, GrainId, ReminderName)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS IX_OrleansReminders_Hash ON OrleansRemindersTable (ServiceId, GrainHash);

INSERT OR REPLACE INTO OrleansQuery VALUES
('UpsertReminderRowKey', '
INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE
SET StartTime = excluded.StartTime, Period = excluded.Period, GrainHash = excluded.GrainHash,
  Version = OrleansRemindersTable.Version + 1
RETURNING Version;'),

('ReadReminderRowsKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId;'),

('ReadReminderRowKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName;'),

-- Hashes come as signed 32-bit numbers; the second form is for an arc that wraps, the whole ring included.
('ReadRangeRows1Key', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash;'),

('ReadRangeRows2Key', '
SELECT GrainId, ReminderName, StartTime, Period, Version FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash);'),

('DeleteReminderRowKey', '
DELETE FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version;
SELECT changes();'),

('DeleteReminderRowsKey', '
DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId;');

-- Membership --------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable (
  DeploymentId TEXT PRIMARY KEY,
  Timestamp TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  Version INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS OrleansMembershipTable (
  DeploymentId TEXT NOT NULL,
  Address TEXT NOT NULL,
  Port INTEGER NOT NULL,
  Generation INTEGER NOT NULL,
  SiloName TEXT NOT NULL,
  HostName TEXT NOT NULL,
  Status INTEGER NOT NULL,
  ProxyPort INTEGER NULL,
  SuspectTimes TEXT NULL,
  StartTime TEXT NOT NULL,
  IAmAliveTime TEXT NOT NULL,
  PRIMARY KEY (DeploymentId, Address, Port, Generation)
) WITHOUT ROWID;

-- The table's version moves with the row, by trigger, so that a query stays one statement.
CREATE TRIGGER IF NOT EXISTS TR_OrleansMembership_Joined AFTER INSERT ON OrleansMembershipTable
BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = CURRENT_TIMESTAMP
  WHERE DeploymentId = NEW.DeploymentId;
END;

CREATE TRIGGER IF NOT EXISTS TR_OrleansMembership_Changed AFTER UPDATE OF Status ON OrleansMembershipTable
BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = CURRENT_TIMESTAMP
  WHERE DeploymentId = NEW.DeploymentId;
END;

INSERT OR REPLACE INTO OrleansQuery VALUES
('InsertMembershipVersionKey', '
INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING;
SELECT changes();'),

('InsertMembershipKey', '
INSERT INTO OrleansMembershipTable (
  DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
SELECT
  @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
WHERE EXISTS (
  SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND Version = @Version)
ON CONFLICT DO NOTHING;
SELECT changes();'),

('UpdateMembershipKey', '
UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
  AND EXISTS (
    SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND Version = @Version);
SELECT changes();'),

('UpdateIAmAlivetimeKey', '
UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation;'),

('MembershipReadRowKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort,
  m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId
  AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
WHERE v.DeploymentId = @DeploymentId;'),

('MembershipReadAllKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort,
  m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId
WHERE v.DeploymentId = @DeploymentId;'),

('DeleteMembershipTableEntriesKey', '
DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId;'),

('GatewaysQueryKey', '
SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0;'),

-- 3 is Active: a silo that is alive is never cleaned away.
('CleanupDefunctSiloEntriesKey', '
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3;');

-- Our history: append-only. REPLACE deletes without asking the delete trigger, so an insert is asked too. -----------

CREATE TABLE IF NOT EXISTS evenkeel_audit (
  machine TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  hash TEXT NOT NULL,
  previous TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (machine, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS evenkeel_flow (
  machine TEXT NOT NULL,
  version INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  at INTEGER NOT NULL,
  pair TEXT NOT NULL,
  market TEXT NOT NULL,
  coin TEXT NOT NULL,
  kind TEXT NOT NULL,
  quantity TEXT NOT NULL,
  price TEXT NULL,
  rate TEXT NULL,
  amount TEXT NOT NULL,
  PRIMARY KEY (machine, version, ordinal),
  FOREIGN KEY (machine, version) REFERENCES evenkeel_audit (machine, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER IF NOT EXISTS evenkeel_audit_kept BEFORE UPDATE ON evenkeel_audit
BEGIN SELECT RAISE(ABORT, 'evenkeel_audit is append-only: a record is never changed'); END;

CREATE TRIGGER IF NOT EXISTS evenkeel_audit_whole BEFORE DELETE ON evenkeel_audit
BEGIN SELECT RAISE(ABORT, 'evenkeel_audit is append-only: a record is never deleted'); END;

CREATE TRIGGER IF NOT EXISTS evenkeel_audit_once BEFORE INSERT ON evenkeel_audit
WHEN EXISTS (SELECT 1 FROM evenkeel_audit WHERE machine = NEW.machine AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'evenkeel_audit is append-only: a record is never replaced'); END;

CREATE TRIGGER IF NOT EXISTS evenkeel_flow_kept BEFORE UPDATE ON evenkeel_flow
BEGIN SELECT RAISE(ABORT, 'evenkeel_flow is append-only: a flow is never changed'); END;

CREATE TRIGGER IF NOT EXISTS evenkeel_flow_whole BEFORE DELETE ON evenkeel_flow
BEGIN SELECT RAISE(ABORT, 'evenkeel_flow is append-only: a flow is never deleted'); END;

CREATE TRIGGER IF NOT EXISTS evenkeel_flow_once BEFORE INSERT ON evenkeel_flow
WHEN EXISTS (
  SELECT 1 FROM evenkeel_flow WHERE machine = NEW.machine AND version = NEW.version AND ordinal = NEW.ordinal)
BEGIN SELECT RAISE(ABORT, 'evenkeel_flow is append-only: a flow is never replaced'); END;

-- The kill switch: one row per account, read before every decision that raises risk. --------------------------------

CREATE TABLE IF NOT EXISTS evenkeel_kill (
  account TEXT PRIMARY KEY,
  killed INTEGER NOT NULL CHECK (killed IN (0, 1)),
  flatten INTEGER NOT NULL CHECK (flatten IN (0, killed)),
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
