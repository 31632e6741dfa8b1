-- Equality and prefix by one index; `success = true` is most of the table and `NOT success` has its partial index.
DROP INDEX "audit_events_action_occurred_at_id_idx";
CREATE INDEX "audit_events_action_occurred_at_id_idx" ON "audit_events"("action" text_pattern_ops, "occurred_at", "id");
DROP INDEX "audit_events_success_occurred_at_id_idx";
CREATE INDEX audit_events_phi_idx ON audit_events (occurred_at, id) WHERE phi_accessed;

CREATE TABLE "audit_unsealed" (
    "event_id" UUID NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("event_id")
);

CREATE TABLE "audit_seals" (
    "number" INTEGER NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "ids" UUID[],
    "macs" BYTEA NOT NULL,
    "previous" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("number")
);

CREATE INDEX "audit_seals_last_at_idx" ON "audit_seals"("last_at");

CREATE TABLE "audit_seal_head" (
    "single" BOOLEAN NOT NULL DEFAULT true,
    "number" INTEGER NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_seal_head_pkey" PRIMARY KEY ("single")
);

ALTER TABLE audit_seals
  ADD CONSTRAINT audit_seals_number CHECK (number >= 1),
  ADD CONSTRAINT audit_seals_ids CHECK (ids IS NOT NULL AND cardinality(ids) >= 1),
  ADD CONSTRAINT audit_seals_macs CHECK (octet_length(macs) = cardinality(ids) * 32),
  ADD CONSTRAINT audit_seals_previous CHECK (octet_length(previous) = 32);

ALTER TABLE audit_seal_head
  ADD CONSTRAINT audit_seal_head_single CHECK (single);

CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_seals_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
ALTER TABLE audit_seals ENABLE ALWAYS TRIGGER audit_seals_append_only;

-- Whatever writes an event queues it for the sealer, in the same statement and without a lock.
CREATE FUNCTION queue_audit_event() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO audit_unsealed SELECT id FROM written;
  RETURN NULL;
END
$$;

CREATE TRIGGER audit_events_queue
  AFTER INSERT ON audit_events
  REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION queue_audit_event();

INSERT INTO audit_unsealed SELECT id FROM audit_events;
