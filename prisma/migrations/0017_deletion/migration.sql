-- AlterTable
ALTER TABLE "users" ADD COLUMN "deletion_due_at" TIMESTAMPTZ(3);

-- What the job looks for; nearly nobody is in it.
CREATE INDEX users_deletion_due_idx ON users (deletion_due_at) WHERE deletion_due_at IS NOT NULL;
