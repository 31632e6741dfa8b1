-- What Prisma's schema cannot say. `npm run db:check` ignores expression and partial indexes, checks, functions and
-- triggers, so they live here and are reviewed by hand.

-- Trusted since PostgreSQL 13: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Time as every statement reads it. A test build moves it (with Node and the edge) by one setting of its
-- connections; elsewhere the setting is absent. Inlined by the planner, so indexes still apply.
CREATE FUNCTION app_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT now() + coalesce(nullif(current_setting('gatehouse.clock_offset_ms', true), '')::bigint, 0) * interval '1 millisecond'
$$;

-- One account per address and per name, whatever the case (check-then-insert would lose the race).
CREATE UNIQUE INDEX users_email_lower_key ON users (lower(email));
CREATE UNIQUE INDEX users_username_lower_key ON users (lower(username));

-- A role once per person and organization; without NULLS NOT DISTINCT a platform-wide role could be held twice.
CREATE UNIQUE INDEX role_assignments_holder_key ON role_assignments (user_id, role_id, organization_id) NULLS NOT DISTINCT;

-- RFC 5321 section 4.5.3.1.3: a path has at most 256 octets with its brackets.
ALTER TABLE users
  ADD CONSTRAINT users_email_length CHECK (char_length(email) BETWEEN 3 AND 254),
  ADD CONSTRAINT users_username_length CHECK (char_length(username) BETWEEN 1 AND 80);

ALTER TABLE refresh_tokens
  ADD CONSTRAINT refresh_tokens_state CHECK (state IN ('active', 'rotated', 'revoked')),
  ADD CONSTRAINT refresh_tokens_rotated CHECK (state <> 'rotated' OR (child_id IS NOT NULL AND rotated_at IS NOT NULL)),
  ADD CONSTRAINT refresh_tokens_hash_length CHECK (octet_length(token_hash) = 32);

ALTER TABLE one_time_tokens
  ADD CONSTRAINT one_time_tokens_hash_length CHECK (octet_length(token_hash) = 32),
  ADD CONSTRAINT one_time_tokens_attempts CHECK (attempts >= 0);

ALTER TABLE outbox_messages
  ADD CONSTRAINT outbox_messages_status CHECK (status IN ('pending', 'sent', 'failed')),
  ADD CONSTRAINT outbox_messages_sent CHECK (status <> 'sent' OR sent_at IS NOT NULL);

ALTER TABLE stored_files
  ADD CONSTRAINT stored_files_size CHECK (byte_size = octet_length(bytes));

ALTER TABLE permissions
  ADD CONSTRAINT permissions_name CHECK (name ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$');

ALTER TABLE role_permissions
  ADD CONSTRAINT role_permissions_permission CHECK (permission ~ '^(\*|[a-z][a-z0-9_]*\.(\*|[a-z][a-z0-9_]*))$');

ALTER TABLE audit_events
  ADD CONSTRAINT audit_events_stream CHECK (stream IN ('audit', 'activity'));

-- The audit trail grows and never changes (HIPAA 164.312(c)(1)). ENABLE ALWAYS: not even replication mode skips it.
CREATE FUNCTION refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_events_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_append_only;

-- Search for people: LIKE '%…%' by trigrams, LIKE '…%' by text_pattern_ops. Queries must repeat these expressions.
CREATE INDEX users_email_trgm_idx ON users USING gin (lower(email) gin_trgm_ops);
CREATE INDEX users_username_trgm_idx ON users USING gin (lower(username) gin_trgm_ops);
CREATE INDEX users_full_name_trgm_idx ON users USING gin (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) gin_trgm_ops);
CREATE INDEX users_email_prefix_idx ON users (lower(email) text_pattern_ops);
CREATE INDEX users_username_prefix_idx ON users (lower(username) text_pattern_ops);
CREATE INDEX users_full_name_prefix_idx ON users (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) text_pattern_ops);

-- Lists and filters that look at a part of a table.
CREATE INDEX users_present_idx ON users (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX users_banned_idx ON users (created_at, id) WHERE banned_at IS NOT NULL;
CREATE INDEX users_unverified_idx ON users (created_at, id) WHERE email_verified_at IS NULL;
CREATE INDEX sessions_open_idx ON sessions (last_activity_at, id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_open_by_user_idx ON sessions (user_id, last_activity_at, id) WHERE revoked_at IS NULL;
CREATE INDEX audit_events_activity_idx ON audit_events (occurred_at, id) WHERE stream = 'activity';
CREATE INDEX audit_events_failed_idx ON audit_events (occurred_at, id) WHERE NOT success;
