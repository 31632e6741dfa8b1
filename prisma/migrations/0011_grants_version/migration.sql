-- One value per set of grants that a role ever had, so that what a process remembers by it is never out of date. Random
-- instead of counted: a value that was rolled back, or restored from a backup, never stands for other grants.
ALTER TABLE "roles" ADD COLUMN "grants_version" UUID NOT NULL DEFAULT gen_random_uuid();

-- Locks in order, so that two changes of the same roles wait for each other instead of failing.
CREATE FUNCTION renew_grants_version() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM 1 FROM roles WHERE id IN (SELECT role_id FROM changed) ORDER BY id FOR NO KEY UPDATE;
  UPDATE roles SET grants_version = gen_random_uuid() WHERE id IN (SELECT role_id FROM changed);
  RETURN NULL;
END
$$;

CREATE TRIGGER role_permissions_given AFTER INSERT ON role_permissions
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION renew_grants_version();
CREATE TRIGGER role_permissions_taken AFTER DELETE ON role_permissions
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION renew_grants_version();
CREATE TRIGGER role_permissions_changed_from AFTER UPDATE ON role_permissions
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION renew_grants_version();
CREATE TRIGGER role_permissions_changed_to AFTER UPDATE ON role_permissions
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION renew_grants_version();

CREATE FUNCTION renew_every_grants_version() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  UPDATE roles SET grants_version = gen_random_uuid();
  RETURN NULL;
END
$$;

CREATE TRIGGER role_permissions_emptied AFTER TRUNCATE ON role_permissions
  FOR EACH STATEMENT EXECUTE FUNCTION renew_every_grants_version();
