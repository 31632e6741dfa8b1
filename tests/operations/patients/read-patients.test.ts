import { describe, expect, it } from "vitest";
import { getPatient } from "@/lib/features/patients/operations/get-patient";
import { listPatients } from "@/lib/features/patients/operations/list-patients";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makePatient } from "../../factories/make-patient";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const named = (id: string) => ({ params: { patient_id: id } });
const idsOf = ({ patients }: { patients: { id: string }[] }) => patients.map(({ id }) => id);

describe("patient.list", () => {
  it("shows somebody without patients.view their own alone, newest first", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer([], { organization });
    const [first, second] = [await makePatient(viewer.user), await makePatient(viewer.user)];
    await makePatient(await makeUser({ organization }));
    const listed = await callAs(viewer).output(listPatients);
    expect(idsOf(listed)).toEqual([second.id, first.id]);
    expect(listed).toMatchObject({ total: 2, count: 2, page: 1, pages: 1, next_cursor: null });
  });

  it("shows a holder the whole tenant and nothing of others, counts included", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["patients.view"], { organization });
    const theirs = await makePatient(await makeUser({ organization }));
    await makePatient(await makeUser({ organization: await makeOrganization() }));
    expect(await callAs(viewer).output(listPatients)).toMatchObject({ patients: [{ id: theirs.id, tenant_id: organization.id }], total: 1 });
  });

  it("reaches every tenant from the platform", async () => {
    const viewer = await makeViewer(["patients.view"], { reach: "platform" });
    const one = await makePatient(await makeUser({ organization: await makeOrganization() }));
    expect(idsOf(await callAs(viewer).output(listPatients))).toContain(one.id);
  });

  it("no longer shows one's own of an organization that is not the active one", async () => {
    const viewer = await makeViewer([], { organization: await makeOrganization() });
    const elsewhere = await makeOrganization();
    await makePatient({ id: viewer.user.id, organizationId: elsewhere.id });
    expect(idsOf(await callAs(viewer).output(listPatients))).toEqual([]);
  });

  it("goes on behind a cursor, without gap or repetition and in three statements", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["patients.view"], { organization });
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift((await makePatient(viewer.user)).id);
    // Of one instant, too, each comes once.
    await sql("UPDATE patients SET created_at = (SELECT min(created_at) FROM patients WHERE organization_id = $1) WHERE organization_id = $1", [organization.id]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { result } = await countStatements(() => callAs(viewer).output(listPatients, { query: { per_page: 2, cursor } }));
      seen.push(...idsOf(result));
      cursor = result.next_cursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([...made].sort().reverse());
    const { statements } = await countStatements(() => callAs(viewer).output(listPatients));
    expect(statements).toBeLessThanOrEqual(4);
  });

  it("records one row for the page, with everybody who was on it; none for an empty one", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer([], { organization });
    expect(await auditRowsOf(() => callAs(viewer).output(listPatients))).toEqual([]);
    const own = await makePatient(viewer.user, { name: "Nobody's business" });
    const rows = await auditRowsOf(() => callAs(viewer).output(listPatients));
    expect(rows).toMatchObject([
      { action: "patient.listed", stream: "activity", actor_id: viewer.user.id, resource_type: "patient", resource_id: null, phi_accessed: true, success: true, metadata: { patient_ids: [own.id] } },
    ]);
    expect(JSON.stringify(rows)).not.toContain("Nobody's business");
  });

  expectRefused(listPatients, { valid: () => ({}), invalidQuery: { "page 0": { page: 0 }, "a foreign cursor": { cursor: "x" } } });
});

describe("patient.get", () => {
  it("shows its owner everything, and records who read it", async () => {
    const viewer = await makeViewer();
    const { id, recordNumber } = await makePatient(viewer.user, { name: "Ada Ivy", notes: "Allergic to nuts" });
    const rows = await auditRowsOf(async () => {
      expect(await callAs(viewer).output(getPatient, named(id))).toEqual({
        id, record_number: recordNumber, name: "Ada Ivy", date_of_birth: "1980-02-29", notes: "Allergic to nuts",
        owner_id: viewer.user.id, tenant_id: viewer.user.organizationId, created_at: expect.any(String), updated_at: expect.any(String),
      });
    });
    expect(rows).toMatchObject([
      { action: "patient.viewed", stream: "activity", actor_id: viewer.user.id, target_user_id: viewer.user.id, resource_type: "patient", resource_id: id, organization_id: viewer.user.organizationId, phi_accessed: true, success: true },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Ada|nuts|1980/);
  });

  it("shows a holder those of the tenant; another tenant's are as absent as none", async () => {
    const viewer = await makeViewer(["patients.view"]);
    const colleagues = await makePatient(await makeUser());
    expect(await callAs(viewer).output(getPatient, named(colleagues.id))).toMatchObject({ id: colleagues.id });
    const strangers = await makePatient(await makeUser({ organization: await makeOrganization() }));
    for (const id of [strangers.id, newId()]) {
      expect(await rowsUnchanged(() => callAs(viewer).refusal(getPatient, named(id)))).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });

  it("403 to a colleague without the permission; the refusal shows no health information", async () => {
    const patient = await makePatient(await makeUser());
    const viewer = await makeViewer(["patients.edit"]);
    const rows = await auditRowsOf(async () => expect(await callAs(viewer).refusal(getPatient, named(patient.id))).toMatchObject({ status: 403, code: "FORBIDDEN" }));
    expect(rows).toMatchObject([{ action: "access.denied", actor_id: viewer.user.id, phi_accessed: false }]);
  });

  expectRefused(getPatient, { valid: async () => named((await makePatient(await makeUser())).id) });
});
