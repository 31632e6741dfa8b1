import { expect, it } from "vitest";
import { seedEmptyDatabase } from "@/prisma/seed/seed-database";
import { freshDatabase } from "../../setup/fresh-database";
import { oneRow, sql } from "../../setup/sql";

it("the demonstration has patients of a manager, and a history of who read them", async () => {
  await freshDatabase();
  await seedEmptyDatabase(String(process.env.DATABASE_URL));
  const patients = await sql("SELECT p.id FROM patients p JOIN organizations o ON o.id = p.organization_id AND o.slug = 'default' JOIN users u ON u.id = p.owner_id AND u.created_at < p.created_at");
  expect(patients).toHaveLength(12);
  const { rows, read, named } = await oneRow<{ rows: number; read: number; named: number }>(
    `SELECT count(*)::int AS rows, count(DISTINCT resource_id) FILTER (WHERE action = 'patient.viewed')::int AS read,
            count(*) FILTER (WHERE resource_id::uuid IN (SELECT id FROM patients) AND occurred_at <= now() AND stream = 'activity')::int AS named
       FROM audit_events WHERE phi_accessed`,
  );
  expect(rows).toBeGreaterThan(12);
  expect([read, named]).toEqual([12, rows]);
});
