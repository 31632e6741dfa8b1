import { describe, expect, it } from "vitest";
import { cancelInvitation } from "@/lib/features/invitations/operations/cancel-invitation";
import { invitePerson } from "@/lib/features/invitations/operations/invite-person";
import { listInvitations } from "@/lib/features/invitations/operations/list-invitations";
import { resendInvitation } from "@/lib/features/invitations/operations/resend-invitation";
import { showInvitation } from "@/lib/features/invitations/operations/show-invitation";
import { newId } from "@/lib/ids";
import { makeInvitation, newAddress } from "../../factories/make-invitation";
import { makeOrganization } from "../../factories/make-organization";
import { joinOrganization, makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY, HOUR, travel } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

const invite = (viewer: TestViewer, id: string, input: Record<string, unknown>) => callAs(viewer).run(invitePerson, { params: { organization_id: id }, input });
const list = (viewer: TestViewer, id: string, query: Record<string, unknown> = {}) => callAs(viewer).output(listInvitations, { params: { organization_id: id }, query });
const pathOf = ({ id, organization }: { id: string; organization: { id: string } }) => ({ organization_id: organization.id, invitation_id: id });
const show = (token: string) => callAs(null).output(showInvitation, { query: { token } });

describe("inviting", () => {
  it("keeps the invitation, mails the link once, and says so in the trail", async () => {
    const organization = await makeOrganization("Analytical Engines");
    const viewer = await makeViewer(["organizations.invite", "users.view"], { organization });
    const email = newAddress();
    const rows = await auditRowsOf(async () => {
      const { output } = await invite(viewer, organization.id, { email: ` ${email.toUpperCase()} ` });
      expect(output).toMatchObject({
        organization_id: organization.id,
        invitation: { email, status: "pending", roles: [{ name: "user" }], invited_by: { id: viewer.user.id, email: viewer.user.email }, accepted_at: null, cancelled_at: null },
      });
      const { sent_at: sentAt, expires_at: expiresAt } = output?.invitation ?? { sent_at: "", expires_at: "" };
      expect(Date.parse(expiresAt) - Date.parse(sentAt)).toBe(7 * DAY);
    });
    expect(rows).toMatchObject([
      { action: "invitation.created", success: true, actor_id: viewer.user.id, organization_id: organization.id, resource_type: "invitation", identifier: email, metadata: { roles: ["user"] } },
    ]);
    const [mail, ...others] = await waitingFor(email);
    expect(others).toEqual([]);
    expect(mail?.text).toContain("Analytical Engines");
    expect(mail?.text).toContain(viewer.user.email);
    expect(mail?.text.match(/[\w-]{32,}/g)).toHaveLength(1);
    expect(mail?.html.match(/[\w-]{32,}/g)).toHaveLength(1);
    expect(await sql("SELECT 1 FROM one_time_tokens WHERE encode(token_hash, 'escape') = $1", [(await lastMail(email)).token])).toEqual([]);
  });

  it("says, takes and mails the same for every address, whoever has it", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["*"], { organization });
    const known = await makeUser();
    const member = await makeUser({ organization });
    const banned = await makeUser({ banned: true });
    const seen = [];
    for (const email of [newAddress(), known.email, member.email, banned.email]) {
      const { result, statements } = await countStatements(() => invite(viewer, organization.id, { email }));
      const [mail] = await waitingFor(email);
      const shape = JSON.stringify(result.output?.invitation).replaceAll(email, "x").replace(/[0-9a-f-]{36}|\d{4}-[\d:T.-]+Z/g, "");
      seen.push(JSON.stringify({ statements, shape, mail: mail?.text.replace(/[\w-]{32,}/, "").replaceAll(email, "x") }));
    }
    expect(new Set(seen).size).toBe(1);
  });

  it("makes nothing of an organization's name a link", async () => {
    const organization = await makeOrganization("Win now: https://evil.example/x or mail a@evil.example");
    const { email } = await makeInvitation({ organization });
    const [mail] = await waitingFor(email);
    expect(mail?.text).not.toMatch(/evil\.example/);
    expect(mail?.subject).not.toMatch(/evil|Win/);
  });

  it("409 while one is open; an expired one makes room; a cancelled one too", async () => {
    const { organization, inviter, email, token, ...first } = await makeInvitation();
    expect((await rowsUnchanged(() => invite(inviter, organization.id, { email }))).error).toMatchObject({ status: 409, code: "ALREADY_INVITED" });
    await travel(8 * DAY);
    const renewed = await makeViewer(["*"], { organization });
    const second = await makeInvitation({ organization, inviter: renewed, email });
    expect(second.id).not.toBe(first.id);
    expect(await show(token)).toMatchObject({ state: "unknown" });
    await callAs(renewed).output(cancelInvitation, { params: pathOf(second) });
    expect((await invite(renewed, organization.id, { email })).output).toMatchObject({ invitation: { status: "pending" } });
  });

  it("gives nothing that the inviter does not hold, and no role that is none", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["organizations.invite"], { organization });
    const email = newAddress();
    const refused = await auditRowsOf(async () => {
      expect((await rowsUnchanged(() => invite(viewer, organization.id, { email, roles: ["manager"] }))).error).toMatchObject({ status: 403, code: "GRANT_OUT_OF_REACH" });
    });
    expect(refused).toMatchObject([{ action: "invitation.created", success: false, error_code: "GRANT_OUT_OF_REACH" }]);
    expect((await rowsUnchanged(() => invite(viewer, organization.id, { email, roles: ["nosuch"] }))).error?.details).toEqual({ fields: { roles: [expect.any(String)] } });
    const owner = await makeViewer(["*"], { organization });
    expect((await invite(owner, organization.id, { email, roles: ["manager", "manager"] })).output?.invitation.roles).toMatchObject([{ name: "manager" }]);
  });

  it("403 for whoever has not confirmed their own address", async () => {
    const organization = await makeOrganization();
    const viewer = await makeViewer(["*"], { organization, verified: false });
    expect((await rowsUnchanged(() => invite(viewer, organization.id, { email: newAddress() }))).error).toMatchObject({ status: 403, code: "INVITER_NOT_VERIFIED" });
  });

  it("404 for organizations that are not active, and for those that are none", async () => {
    const viewer = await makeViewer(["*"]);
    const joined = await makeOrganization();
    await joinOrganization(viewer.user.id, joined.id);
    for (const id of [joined.id, (await makeOrganization()).id, newId()])
      expect((await rowsUnchanged(() => invite(viewer, id, { email: newAddress() }))).error).toMatchObject({ status: 404 });
  });

  it("writes to one address three times an hour at most, whatever lies between", async () => {
    const { organization, inviter, email, ...made } = await makeInvitation();
    const path = pathOf({ organization, ...made });
    await callAs(inviter).output(resendInvitation, { params: path });
    await callAs(inviter).output(cancelInvitation, { params: path });
    expect((await invite(inviter, organization.id, { email })).error).toBeNull();
    expect((await invite(await makeViewer(["*"], { organization }), organization.id, { email })).error).toMatchObject({ status: 429 });
    expect(await waitingFor(email)).toHaveLength(3);
    expect((await invite(inviter, organization.id, { email: newAddress() })).error).toBeNull();
  });

  expectRefused(invitePerson, {
    caller: async () => makeViewer(["organizations.invite"], { reach: "platform" }),
    valid: async () => ({ params: { organization_id: (await makeOrganization()).id }, input: { email: newAddress(), roles: ["user"] } }),
    invalid: { "no address": { email: "nobody" }, "too many roles": { roles: Array.from({ length: 21 }, (_, index) => `role${index}`) } },
  });
});

describe("the list of invitations", () => {
  it("shows those that wait, newest first, paged; the closed on demand", async () => {
    const organization = await makeOrganization();
    const inviter = await makeViewer(["*"], { organization });
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push(await makeInvitation({ organization, inviter }));
    const [first, second, third] = made;
    if (!first || !second || !third) throw new Error("three were made");
    await callAs(inviter).output(cancelInvitation, { params: pathOf(second) });
    await makeInvitation();
    expect((await list(inviter, organization.id)).invitations.map(({ id }) => id)).toEqual([third.id, first.id]);
    const page = await list(inviter, organization.id, { per_page: "1" });
    expect(page).toMatchObject({ total: 2, invitations: [{ id: third.id, status: "pending" }] });
    expect((await list(inviter, organization.id, { per_page: "1", cursor: page.next_cursor })).invitations).toMatchObject([{ id: first.id }]);
    expect((await list(inviter, organization.id, { status: "closed" })).invitations).toMatchObject([{ id: second.id, status: "cancelled" }]);
    expect((await list(inviter, organization.id, { status: "all" })).total).toBe(3);
    expect(JSON.stringify(await list(inviter, organization.id, { status: "all" }))).not.toMatch(/token|hash/);
    await travel(7 * DAY + HOUR);
    const later = await makeViewer(["*"], { organization });
    expect((await list(later, organization.id)).invitations.map(({ status }) => status)).toEqual(["expired", "expired"]);
  });

  expectRefused(listInvitations, {
    caller: async () => makeViewer(["organizations.invite"], { reach: "platform" }),
    valid: async () => ({ params: { organization_id: (await makeOrganization()).id } }),
    invalidQuery: { status: { status: "lost" }, cursor: { cursor: "x" } },
  });
});

describe("sending again and cancelling", () => {
  it("a new link with the whole time; the former one leads nowhere", async () => {
    const { organization, inviter, email, token, ...made } = await makeInvitation();
    await travel(8 * DAY);
    expect(await show(token)).toMatchObject({ state: "expired", next: null, invitation: null });
    const again = await makeViewer(["organizations.invite"], { organization });
    const rows = await auditRowsOf(async () => {
      expect(await callAs(again).output(resendInvitation, { params: pathOf({ organization, ...made }) })).toMatchObject({ invitation: { id: made.id, status: "pending" } });
    });
    expect(rows).toMatchObject([{ action: "invitation.resent", actor_id: again.user.id, organization_id: organization.id, resource_id: made.id, identifier: email }]);
    const renewed = (await lastMail(email)).token;
    expect(renewed).not.toBe(token);
    expect(await show(token)).toMatchObject({ state: "unknown", next: null, invitation: null });
    expect(await show(renewed)).toMatchObject({ state: "open", next: "create", invitation: { email, organization: organization.name } });
    expect(inviter.user.id).not.toBe(again.user.id);
  });

  it("a cancelled one is neither sent nor cancelled again, and its link says so", async () => {
    const { organization, inviter, token, email, ...made } = await makeInvitation();
    const params = pathOf({ organization, ...made });
    const rows = await auditRowsOf(async () => {
      expect(await callAs(inviter).output(cancelInvitation, { params })).toMatchObject({ invitation_id: made.id });
    });
    expect(rows).toMatchObject([{ action: "invitation.cancelled", actor_id: inviter.user.id, resource_id: made.id, identifier: email }]);
    expect(await show(token)).toEqual({ state: "cancelled", next: null, invitation: null });
    for (const operation of [cancelInvitation, resendInvitation])
      expect(await rowsUnchanged(() => callAs(inviter).refusal(operation, { params }))).toMatchObject({ status: 409, code: "INVITATION_CLOSED" });
  });

  it("404 for those of other organizations", async () => {
    const theirs = await makeInvitation();
    const { organization, inviter } = await makeInvitation();
    for (const operation of [cancelInvitation, resendInvitation]) {
      for (const params of [pathOf(theirs), { organization_id: organization.id, invitation_id: theirs.id }, { organization_id: organization.id, invitation_id: newId() }])
        expect(await rowsUnchanged(() => callAs(inviter).refusal(operation, { params }))).toMatchObject({ status: 404 });
    }
  });

  const valid = async () => ({ params: pathOf(await makeInvitation()) });
  const caller = async () => makeViewer(["organizations.invite"], { reach: "platform" });
  expectRefused(resendInvitation, { caller, valid });
  expectRefused(cancelInvitation, { caller, valid });
});
