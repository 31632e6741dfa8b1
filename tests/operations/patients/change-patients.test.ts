import { describe, expect, it } from "vitest";
import { createPatient } from "@/lib/features/patients/operations/create-patient";
import { deletePatient } from "@/lib/features/patients/operations/delete-patient";
import { updatePatient } from "@/lib/features/patients/operations/update-patient";
import { armFailpoints } from "@/lib/failpoint";
import { newId } from "@/lib/ids";
import { makeOrganization } from "../../factories/make-organization";
import { makePatient } from "../../factories/make-patient";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";

const named = (id: string) => ({ params: { patient_id: id } });
let numbers = 0;
const record = (fields: Record<string, unknown> = {}) => ({ record_number: `NEW-${(numbers += 1)}`, name: "Ada Ivy", ...fields });

describe("patient.create", () => {
  it("takes a patient in as one's own, in the active organization", async () => {
    const viewer = await makeViewer(["patients.create"]);
    const input = record({ date_of_birth: "1990-12-31", notes: " Allergic to nuts " });
    const rows = await auditRowsOf(async () => {
      const { patient } = await callAs(viewer).output(createPatient, { input });
      expect(patient).toMatchObject({ ...input, notes: "Allergic to nuts", owner_id: viewer.user.id, tenant_id: viewer.user.organizationId });
    });
    expect(rows).toMatchObject([
      { action: "patient.created", stream: "activity", actor_id: viewer.user.id, target_user_id: viewer.user.id, resource_type: "patient", organization_id: viewer.user.organizationId, phi_accessed: true, changes: null },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Ada|nuts|1990/);
  });

  it("409 for a record number that the organization has; another one may have it too", async () => {
    const viewer = await makeViewer(["patients.create"]);
    const { recordNumber } = await makePatient(viewer.user);
    const input = record({ record_number: recordNumber });
    const refused = await rowsUnchanged(() => callAs(viewer).refusal(createPatient, { input }));
    expect(refused).toMatchObject({ status: 409, code: "RECORD_NUMBER_TAKEN", details: { fields: { record_number: [expect.any(String)] } } });
    const elsewhere = await makeViewer(["patients.create"], { organization: await makeOrganization() });
    expect((await callAs(elsewhere).run(createPatient, { input })).error).toBeNull();
  });

  it("of ten at once with one record number, one wins", async () => {
    const viewer = await makeViewer(["patients.create"]);
    const input = record();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => callAs(viewer).run(createPatient, { input })));
    expect(outcomes.map(({ error }) => error?.status ?? 201).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  it("409 where no organization is active", async () => {
    const viewer = await makeViewer(["patients.create"], { organization: null, reach: "platform" });
    expect(await rowsUnchanged(() => callAs(viewer).refusal(createPatient, { input: record() }))).toMatchObject({ status: 409, code: "NO_ACTIVE_ORGANIZATION" });
  });

  it("writes nothing where the audit row cannot be written", async () => {
    const viewer = await makeViewer(["patients.create"]);
    armFailpoints(["patient.create:before-commit"]);
    await expect(rowsUnchanged(() => callAs(viewer).run(createPatient, { input: record() }))).rejects.toThrow();
    expect(await sql("SELECT id FROM patients WHERE owner_id = $1", [viewer.user.id])).toEqual([]);
  });

  expectRefused(createPatient, {
    valid: () => ({ input: record() }),
    insufficient: ["patients.view", "patients.edit"],
    invalid: {
      "whose it is": { owner_id: newId() },
      "another tenant": { tenant_id: newId() },
      "a record number with spaces": { record_number: "a b" },
      "a birthday to come": { date_of_birth: "2999-01-01" },
      "notes without end": { notes: "x".repeat(5001) },
    },
  });
});

describe("patient.update", () => {
  it("lets the owner change what is given, and names the fields alone", async () => {
    const viewer = await makeViewer();
    const { id, recordNumber } = await makePatient(viewer.user, { name: "Before", notes: "Stays" });
    const rows = await auditRowsOf(async () => {
      const { patient } = await callAs(viewer).output(updatePatient, { ...named(id), input: { name: "After", date_of_birth: "" } });
      expect(patient).toMatchObject({ id, record_number: recordNumber, name: "After", notes: "Stays", date_of_birth: null, owner_id: viewer.user.id });
    });
    expect(rows).toMatchObject([{ action: "patient.updated", stream: "activity", resource_id: id, phi_accessed: true, metadata: { fields: ["date_of_birth", "name"] } }]);
    expect(JSON.stringify(rows)).not.toMatch(/Before|After/);
  });

  it("lets a holder change a colleague's, and the owner stays who it was", async () => {
    const owner = await makeUser();
    const { id } = await makePatient(owner);
    const viewer = await makeViewer(["patients.edit"]);
    expect((await callAs(viewer).output(updatePatient, { ...named(id), input: { name: "New" } })).patient).toMatchObject({ name: "New", owner_id: owner.id });
  });

  it("409 for a record number that another one has", async () => {
    const viewer = await makeViewer();
    const [one, other] = [await makePatient(viewer.user), await makePatient(viewer.user)];
    const refused = await rowsUnchanged(() => callAs(viewer).refusal(updatePatient, { ...named(one.id), input: { record_number: other.recordNumber } }));
    expect(refused).toMatchObject({ status: 409, code: "RECORD_NUMBER_TAKEN" });
  });

  it("404 across tenants", async () => {
    const viewer = await makeViewer(["patients.edit"]);
    const { id } = await makePatient(await makeUser({ organization: await makeOrganization() }));
    expect(await rowsUnchanged(() => callAs(viewer).refusal(updatePatient, { ...named(id), input: { name: "Mine" } }))).toMatchObject({ status: 404 });
  });

  expectRefused(updatePatient, {
    valid: async () => ({ ...named((await makePatient(await makeUser())).id), input: { name: "New" } }),
    insufficient: ["patients.view", "patients.delete"],
    invalid: { "a new owner": { owner_id: newId() }, "no name": { name: " " } },
  });
});

describe("patient.delete", () => {
  it("lets the owner delete, once", async () => {
    const viewer = await makeViewer();
    const { id } = await makePatient(viewer.user);
    const rows = await auditRowsOf(async () => expect(await callAs(viewer).output(deletePatient, named(id))).toMatchObject({ patient_id: id }));
    expect(rows).toMatchObject([{ action: "patient.deleted", stream: "activity", resource_id: id, target_user_id: viewer.user.id, phi_accessed: true }]);
    expect(await sql("SELECT 1 FROM patients WHERE id = $1", [id])).toEqual([]);
    expect(await callAs(await makeViewer(["patients.delete"])).refusal(deletePatient, named(id))).toMatchObject({ status: 404 });
  });

  it("404 across tenants, and 403 to a colleague", async () => {
    const { id } = await makePatient(await makeUser({ organization: await makeOrganization() }));
    const viewer = await makeViewer(["patients.delete"]);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(deletePatient, named(id)))).toMatchObject({ status: 404 });
    const colleagues = await makePatient(await makeUser());
    expect(await callAs(await makeViewer(["patients.view", "patients.edit"])).refusal(deletePatient, named(colleagues.id))).toMatchObject({ status: 403 });
  });

  expectRefused(deletePatient, { valid: async () => named((await makePatient(await makeUser())).id), insufficient: ["patients.view", "patients.edit"] });
});

it("a patient outlives the account of whoever looked after them", async () => {
  const owner = await makeUser();
  const { id } = await makePatient(owner);
  await sql("DELETE FROM users WHERE id = $1", [owner.id]);
  expect(await oneRow("SELECT owner_id FROM patients WHERE id = $1", [id])).toEqual({ owner_id: null });
});
