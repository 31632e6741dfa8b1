-- The role of `npm run audit:retention`, which drops old periods of the audit trail and may nothing else.
-- Run it behind the migrations as an administrator of the database, with the search_path at the schema that holds the tables,
-- as often as you like; then give the role a password. Never make the application's own role a member of it.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'gatehouse_retention') THEN
    CREATE ROLE gatehouse_retention LOGIN;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO gatehouse_retention', current_schema());
END
$$;

GRANT SELECT, INSERT, DELETE ON audit_events, audit_personal TO gatehouse_retention;
GRANT SELECT, DELETE ON audit_seals TO gatehouse_retention;
GRANT SELECT, INSERT ON audit_tombstones TO gatehouse_retention;
-- The row that says what was dropped waits for its seal as any other.
GRANT INSERT ON audit_unsealed TO gatehouse_retention;
