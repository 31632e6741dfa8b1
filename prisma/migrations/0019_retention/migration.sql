-- CreateTable
CREATE TABLE "audit_tombstones" (
    "number" INTEGER NOT NULL,
    "first_seal" INTEGER NOT NULL,
    "last_seal" INTEGER NOT NULL,
    "events" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "is_verified" BOOLEAN NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_by" TEXT NOT NULL,
    "previous" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_tombstones_pkey" PRIMARY KEY ("number")
);

ALTER TABLE audit_tombstones
  ADD CONSTRAINT audit_tombstones_number CHECK (number >= 1),
  ADD CONSTRAINT audit_tombstones_seals CHECK (first_seal >= 1 AND last_seal >= first_seal),
  ADD CONSTRAINT audit_tombstones_fingerprint CHECK (octet_length(fingerprint) = 32),
  ADD CONSTRAINT audit_tombstones_previous CHECK (octet_length(previous) = 32);

-- Old periods are dropped by one role alone, which somebody has signed in as: neither SET ROLE by a member nor a function
-- of that role's passes, nor any setting. Tombstones go by nobody.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('audit_events', 'audit_seals') AND session_user = 'gatehouse_retention' AND current_user = session_user THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_tombstones_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_tombstones
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
ALTER TABLE audit_tombstones ENABLE ALWAYS TRIGGER audit_tombstones_append_only;
