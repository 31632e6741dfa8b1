-- The fields that a product adds to people in gatehouse.config.ts, by their names.
ALTER TABLE "users" ADD COLUMN "custom_fields" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "users" ADD CONSTRAINT "users_custom_fields_object" CHECK (jsonb_typeof("custom_fields") = 'object');
