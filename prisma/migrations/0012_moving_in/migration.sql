-- CreateTable
CREATE TABLE "imported_people" (
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "user_id" UUID,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "imported_people_pkey" PRIMARY KEY ("source","external_id")
);

-- CreateTable
CREATE TABLE "password_kinds" (
    "kind" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_kinds_pkey" PRIMARY KEY ("kind")
);

-- CreateIndex
CREATE INDEX "imported_people_user_id_idx" ON "imported_people"("user_id");

-- AddForeignKey
ALTER TABLE "imported_people" ADD CONSTRAINT "imported_people_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
