import { newId } from "@/lib/ids";
import { sql } from "../setup/sql";

export interface TestPatient {
  id: string;
  recordNumber: string;
  name: string;
}

/** A patient of this person, in the person's organization. */
export async function makePatient(
  owner: { id: string; organizationId: string | null },
  { name = "Test Patient", recordNumber = `P-${newId().slice(-12).toUpperCase()}`, notes = null }: { name?: string; recordNumber?: string; notes?: string | null } = {},
): Promise<TestPatient> {
  const id = newId();
  await sql(
    `INSERT INTO patients (id, organization_id, owner_id, record_number, name, date_of_birth, notes, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, '1980-02-29', $6, app_now(), app_now())`,
    [id, owner.organizationId, owner.id, recordNumber, name, notes],
  );
  return { id, recordNumber, name };
}
