import { describe, expect, it } from "vitest";
import { listResourceActivity } from "@/lib/features/audit/operations/list-resource-activity";
import { newId } from "@/lib/ids";
import { makeEvents } from "../../factories/make-events";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { countStatements } from "../../setup/count-statements";
import { rowsUnchanged } from "../../setup/rows-unchanged";

async function ward() {
  const organization = await makeOrganization();
  const doctor = await makeUser({ organization, firstName: "Ada" });
  const patient = await makeViewer([], { organization });
  const resource = { type: "patient", id: `case/${newId()}` };
  await makeEvents(organization.id, [
    { action: "patient.viewed", stream: "activity", actorId: doctor.id, resource, targetUserId: patient.user.id, phiAccessed: true, ip: "203.0.113.8", occurredAt: new Date("2026-05-01T10:00:00Z") },
    { action: "patient.edited", stream: "activity", actorId: doctor.id, resource, targetUserId: patient.user.id, occurredAt: new Date("2026-05-02T10:00:00Z") },
    { action: "patient.viewed", stream: "activity", actorId: doctor.id, resource: { ...resource, id: "another" } },
    { action: "user.banned", resource },
  ]);
  const params = { resource_type: resource.type, resource_id: resource.id };
  return { organization, doctor, patient, params };
}

describe("allowed", () => {
  it("shows who did what to the resource, to whoever holds activity.view", async () => {
    const { organization, doctor, params } = await ward();
    const auditor = await makeViewer(["activity.view"], { organization });
    const { statements, result } = await countStatements(() => callAs(auditor).output(listResourceActivity, { params }));
    expect(statements).toBeLessThanOrEqual(4);
    expect(result).toMatchObject({
      ...params, count: 2, total: 2, limit: 100,
      access_history: [
        { action: "patient.edited", user_id: doctor.id, user_email: doctor.email, phi_accessed: false },
        { action: "patient.viewed", user_id: doctor.id, user_email: doctor.email, ip_address: "203.0.113.8", phi_accessed: true, resource_id: params.resource_id },
      ],
    });
    const filtered = await callAs(auditor).output(listResourceActivity, { params, query: { phi_accessed: "true", end_date: "2026-05-01" } });
    expect(filtered.access_history).toHaveLength(1);
  });

  it("shows its owner what happened, not who did it from where", async () => {
    const { patient, params } = await ward();
    const { access_history: history } = await callAs(patient).output(listResourceActivity, { params });
    expect(history).toMatchObject([
      { action: "patient.edited", user_id: null, user_email: null, ip_address: null, target_user_id: patient.user.id },
      { action: "patient.viewed", user_id: null, user_email: null, actor: null, phi_accessed: true },
    ]);
  });

  it("a resource that changed hands is its last owner's", async () => {
    const { organization, patient, params } = await ward();
    const heir = await makeViewer([], { organization });
    await makeEvents(organization.id, [{ action: "patient.moved", stream: "activity", resource: { type: params.resource_type, id: params.resource_id }, targetUserId: heir.user.id }]);
    expect((await callAs(heir).output(listResourceActivity, { params })).total).toBe(3);
    expect(await callAs(patient).refusal(listResourceActivity, { params })).toMatchObject({ status: 403 });
  });

});

describe("refused", () => {
  it("to anybody else, with a row (contract 9.1, 24)", async () => {
    const { organization, params } = await ward();
    const curious = await makeViewer(["audit.view", "users.view"], { organization });
    const rows = await auditRowsOf(() => rowsUnchanged(() => callAs(curious).refusal(listResourceActivity, { params })));
    expect(rows).toMatchObject([{ action: "access.denied", actor_id: curious.user.id, success: false }]);
  });

  it("404 to the auditor of another tenant, as for what nobody ever touched", async () => {
    const { params } = await ward();
    const elsewhere = await makeOrganization();
    const auditor = await makeViewer(["activity.view"], { organization: elsewhere });
    for (const id of [params.resource_id, "nobody's"]) expect(await callAs(auditor).refusal(listResourceActivity, { params: { ...params, resource_id: id } })).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const platform = await makeViewer(["activity.view"], { reach: "platform" });
    expect((await callAs(platform).output(listResourceActivity, { params })).total).toBe(2);
  });

  it.each([null, { accessToken: "not.a.token" }])("401 to nobody: %j", async (caller) => {
    expect(await callAs(caller).refusal(listResourceActivity, { params: { resource_type: "patient", resource_id: "1" } })).toMatchObject({ status: 401 });
  });

  it.each([{ resource_type: "Pa tient" }, { resource_type: "" }, { resource_type: "'; --" }, { resource_id: "" }, { resource_id: "a\0" }, { resource_id: "x".repeat(255) }])("404 for %j", async (part) => {
    const auditor = await makeViewer(["activity.view"]);
    expect(await callAs(auditor).refusal(listResourceActivity, { params: { resource_type: "patient", resource_id: "1", ...part } })).toMatchObject({ status: 404 });
  });

  it.each([{ limit: "501" }, { limit: "-1" }, { start_date: "soon" }, { success: "perhaps" }, { cursor: "none" }])("422 for %j", async (query) => {
    const { organization, params } = await ward();
    const auditor = await makeViewer(["activity.view"], { organization });
    expect(await callAs(auditor).refusal(listResourceActivity, { params, query })).toMatchObject({ status: 422 });
  });
});
