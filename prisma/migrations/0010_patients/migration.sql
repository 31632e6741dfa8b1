-- CreateTable
CREATE TABLE "patients" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "owner_id" UUID,
    "record_number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "date_of_birth" DATE,
    "notes" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patients_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "patients_organization_id_record_number_key" ON "patients"("organization_id", "record_number");

-- CreateIndex
CREATE INDEX "patients_organization_id_created_at_id_idx" ON "patients"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "patients_created_at_id_idx" ON "patients"("created_at", "id");

-- CreateIndex
CREATE INDEX "patients_owner_id_idx" ON "patients"("owner_id");

-- AddForeignKey
ALTER TABLE "patients" ADD CONSTRAINT "patients_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patients" ADD CONSTRAINT "patients_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
