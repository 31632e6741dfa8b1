import { describe, expect, it } from "vitest";
import { login } from "@/lib/features/auth/operations/login";
import { resetUserMfa } from "@/lib/features/mfa/operations/reset-user-mfa";
import { newId } from "@/lib/ids";
import { makeSecondFactor } from "../../factories/make-second-factor";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { lastMail } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const makeEditor = () => makeViewer(["users.edit", "users.view"]);

async function makeTarget(options: Parameters<typeof makeUser>[0] = {}) {
  const user = await makeUser(options);
  await makeSecondFactor(user);
  return user;
}

describe("removing somebody's second factor", () => {
  it("lets them in by the first alone, and tells them by mail", async () => {
    const editor = await makeEditor();
    const target = await makeTarget();
    const rows = await auditRowsOf(() => callAs(editor).output(resetUserMfa, { params: { id: target.id } }));
    expect(rows).toMatchObject([{ action: "mfa.reset", success: true, actor_id: editor.user.id, target_user_id: target.id, resource_id: target.id, organization_id: target.organizationId }]);
    expect((await callAs(null).run(login, { input: { email: target.email, password: target.password } })).output).toMatchObject({ user: { mfa_enabled: false } });
    const { text } = await lastMail(target.email, /^An administrator removed your second factor$/);
    expect(text).not.toContain("Device:");
  });

  it("409 for somebody who has none", async () => {
    const { id } = await makeUser();
    const editor = await makeEditor();
    expect(await rowsUnchanged(() => callAs(editor).refusal(resetUserMfa, { params: { id } }))).toMatchObject({ status: 409, code: "MFA_NOT_ENABLED" });
  });

  it("409 for one's own, which asks for a code of it", async () => {
    const editor = await makeEditor();
    await makeSecondFactor(editor.user);
    const rows = await auditRowsOf(() => rowsUnchanged(async () => {
      expect(await callAs(editor).refusal(resetUserMfa, { params: { id: editor.user.id } })).toMatchObject({ status: 409, code: "CANNOT_CHANGE_SELF" });
    }));
    expect(rows).toMatchObject([{ action: "mfa.reset", success: false, error_code: "CANNOT_CHANGE_SELF", target_user_id: editor.user.id }]);
  });

  it("is for people within reach, by somebody who signed in of late", async () => {
    const editor = await makeEditor();
    const refusal = (id: string) => rowsUnchanged(() => callAs(editor).refusal(resetUserMfa, { params: { id } }));
    expect(await refusal((await makeTarget({ roles: ["auditor"] })).id)).toMatchObject({ status: 403, code: "OUT_OF_REACH" });
    for (const id of [newId(), (await makeUser({ deleted: true })).id, (await makeTarget({ organization: await makeOrganization() })).id])
      expect(await refusal(id)).toMatchObject({ status: 404 });
    const within = await makeTarget();
    await travel(11 * MINUTE);
    expect(await refusal(within.id)).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });

  expectRefused(resetUserMfa, { valid: async () => ({ params: { id: (await makeTarget()).id } }) });
});
