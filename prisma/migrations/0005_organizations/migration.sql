-- CreateIndex
CREATE INDEX "organizations_created_at_id_idx" ON "organizations"("created_at", "id");

-- CreateIndex
CREATE INDEX "memberships_organization_id_created_at_user_id_idx" ON "memberships"("organization_id", "created_at", "user_id");

ALTER TABLE organizations
  ADD CONSTRAINT organizations_name CHECK (char_length(name) BETWEEN 1 AND 100),
  ADD CONSTRAINT organizations_slug CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(slug) <= 64);

-- Search for organizations. Queries must repeat this expression.
CREATE INDEX organizations_name_trgm_idx ON organizations USING gin (lower(name) gin_trgm_ops);

-- A membership or role that is given while its organization is being deleted is as if it had been given just before:
-- nothing of it stays. The lock waits for a deletion in progress, which the foreign key alone would not.
CREATE FUNCTION skip_deleted_organization() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM 1 FROM organizations WHERE id = NEW.organization_id AND deleted_at IS NULL FOR SHARE;
  IF FOUND OR NOT EXISTS (SELECT 1 FROM organizations WHERE id = NEW.organization_id) THEN RETURN NEW; END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER memberships_skip_deleted BEFORE INSERT ON memberships
  FOR EACH ROW EXECUTE FUNCTION skip_deleted_organization();
CREATE TRIGGER role_assignments_skip_deleted BEFORE INSERT ON role_assignments
  FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION skip_deleted_organization();
