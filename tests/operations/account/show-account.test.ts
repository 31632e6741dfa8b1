import { describe, expect, it } from "vitest";
import * as me from "@/app/api/auth/me/route";
import * as atMe from "@/app/api/auth/user/[handle]/route";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { showMe } from "@/lib/features/account/operations/show-me";
import { giveRole, makeRole } from "@/tests/factories/make-role";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { countStatements } from "@/tests/setup/count-statements";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { oneRow } from "@/tests/setup/sql";

describe("account.show", () => {
  it("tells one's own account in the union shape", async () => {
    const viewer = await makeViewer([], { roles: ["manager"], firstName: "Ada", lastName: "Lovelace" });
    const { user } = await callAs(viewer).output(showAccount);
    const role = await oneRow<{ id: string }>("SELECT id FROM roles WHERE name = 'manager'");
    expect(user).toMatchObject({
      id: viewer.user.id,
      email: viewer.user.email,
      username: viewer.user.username,
      full_name: "Ada Lovelace",
      is_verified: true,
      is_active: true,
      role: "manager",
      role_id: role.id,
      role_name: "manager",
      roles: ["manager"],
      tenant_id: viewer.user.organizationId,
      profile_picture_url: null,
      provider: "local",
    });
    expect(user.permissions).toContain("sessions.revoke");
    expect(user.permissions).not.toContain("sessions.*");
    expect(user.created_at).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
    expect(JSON.stringify(user)).not.toMatch(/hash|\$2b\$|ban_|must_change/);
  });

  it("leaves out what is held elsewhere or no more", async () => {
    const viewer = await makeViewer();
    const role = await makeRole(["users.ban"]);
    await giveRole(viewer.user.id, role.id, viewer.user.organizationId, new Date(Date.now() - 1000));
    expect((await callAs(viewer).output(showAccount)).user).toMatchObject({ roles: [], role: null, permissions: [] });
  });

  it("works while a new password is due", async () => {
    const viewer = await makeViewer([], { mustChangePassword: true });
    expect((await callAs(viewer).output(showAccount)).user.id).toBe(viewer.user.id);
  });

  it("takes two statements with the session check", async () => {
    const viewer = await makeViewer(["users.view"]);
    expect(await countStatements(() => callAs(viewer).output(showAccount))).toMatchObject({ statements: 2, begins: 0 });
  });

  it("is flat at /me and wrapped at /user/@me, the @ also escaped", async () => {
    const viewer = await makeViewer();
    const flat = await http(me, { as: viewer });
    const wrapped = await http(atMe, { as: viewer, params: { handle: "@me" } });
    expect(flat.body).toEqual(wrapped.body.user);
    expect((await http(atMe, { as: viewer, params: { handle: "%40me" } })).body).toEqual(wrapped.body);
  });

  it("is a 404 under any other handle, whoever asks", async () => {
    const viewer = await makeViewer();
    for (const as of [viewer, null]) {
      for (const handle of ["me", "@you", "@me2", viewer.user.id]) {
        expect(await http(atMe, { as, params: { handle } })).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
      }
    }
  });

  it("says (401) to nobody, as the reference client needs it", async () => {
    const answer = await http(atMe, { params: { handle: "@me" } });
    expect(answer).toMatchObject({ status: 401, body: { code: "UNAUTHORIZED" } });
    expect(answer.body.error).toContain("401");
  });

  expectRefused(showAccount, { valid: () => ({}) });
  expectRefused(showMe, { valid: () => ({}) });
});
