import { describe, expect, it } from "vitest";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { sendPasswordLink } from "@/lib/features/admin/operations/send-password-link";
import { login } from "@/lib/features/auth/operations/login";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { makeOrganization } from "../../factories/make-organization";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";

const NEW = "nine lanterns over the harbour";
const sender = () => makeViewer(["users.reset_password"]);
const send = async (id: string, viewer?: Awaited<ReturnType<typeof makeViewer>>) => callAs(viewer ?? (await sender())).run(sendPasswordLink, { params: { id }, input: {} });

describe("user.send-password-link is allowed", () => {
  it("mails a link with which the owner alone chooses; the old password works until then", async () => {
    const user = await makeUser();
    const { output } = await send(user.id);
    const { token, text } = await lastMail(user.email, /Choose your password/);
    expect(JSON.stringify(output)).not.toContain(token);
    expect(text).not.toMatch(/reset|forgot/i);
    expect(text).toContain(`/set-password?token=${token}`);
    expect((await callAs(null).run(login, { input: { email: user.email, password: user.password } })).error).toBeNull();
    expect((await callAs(null).run(resetPassword, { input: { token, new_password: NEW } })).error).toBeNull();
    expect((await callAs(null).run(login, { input: { email: user.email, password: NEW } })).error).toBeNull();
  });

  it("with the account, when an administrator creates it without a password, and not with one", async () => {
    const viewer = await makeViewer(["users.create"]);
    for (const [email, password, mails] of [["fresh-one@example.com", undefined, 1], ["fresh-two@example.com", NEW, 0]] as const) {
      await callAs(viewer).output(createUser, { input: { email, password } });
      expect((await waitingFor(email)).filter(({ subject }) => /Choose your password/.test(subject))).toHaveLength(mails);
    }
    const { token } = await lastMail("fresh-one@example.com", /Choose your password/);
    expect((await callAs(null).run(resetPassword, { input: { token, new_password: NEW } })).error).toBeNull();
    expect((await callAs(null).output(login, { input: { email: "fresh-one@example.com", password: NEW } })).user.email).toBe("fresh-one@example.com");
  });
});

describe("user.send-password-link is refused", () => {
  expectRefused(sendPasswordLink, { caller: sender, valid: async () => ({ params: { id: (await makeUser()).id }, input: {} }) });

  it("403 OUT_OF_REACH for somebody who holds more", async () => {
    const admin = await makeUser({ roles: ["admin"], reach: "platform" });
    const viewer = await sender();
    const { error } = await rowsUnchanged(() => send(admin.id, viewer));
    expect([error?.status, error?.code]).toEqual([403, "OUT_OF_REACH"]);
    expect(await waitingFor(admin.email)).toEqual([]);
  });

  it("404 for somebody of another organization, or nowhere", async () => {
    const other = await makeUser({ organization: await makeOrganization() });
    const viewer = await sender();
    for (const id of [other.id, "0198c0de-0000-7000-8000-00000000ffff"]) expect((await rowsUnchanged(() => send(id, viewer))).error?.status).toBe(404);
  });

  it("409 NOT_USABLE for a banned or deactivated account, 429 the fourth time for one account", async () => {
    for (const state of [{ banned: true }, { isActive: false }] as const) expect((await send((await makeUser(state)).id)).error?.code).toBe("NOT_USABLE");
    const user = await makeUser();
    for (let time = 1; time <= 3; time += 1) expect((await send(user.id)).error).toBeNull();
    expect((await send(user.id)).error?.status).toBe(429);
  });
});

describe("user.send-password-link is recorded", () => {
  it("as a request for a reset, by whom and for whom; a refusal with its code", async () => {
    const viewer = await sender();
    const user = await makeUser();
    const banned = await makeUser({ banned: true });
    const rows = await auditRowsOf(async () => {
      await send(user.id, viewer);
      await send(banned.id, viewer);
    });
    const of = { action: "user.password_reset_request", actor_id: viewer.user.id };
    expect(rows).toMatchObject([
      { ...of, success: true, target_user_id: user.id, identifier: user.email, metadata: { by: "administrator" } },
      { ...of, success: false, target_user_id: banned.id, error_code: "NOT_USABLE" },
    ]);
  });
});
