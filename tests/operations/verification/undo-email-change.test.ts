import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { newId } from "@/lib/ids";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY, MINUTE, travel } from "../../setup/clock";
import { lastMail, waitingFor } from "../../setup/mailed";
import { sql } from "../../setup/sql";
import { ask, attempt, emailOf, freshAddress, moved, undo } from "./changing-email";

describe("the way back", () => {
  it("restores the address, ends every session, and has a new password chosen by mail", async () => {
    const viewer = await makeViewer();
    const { newEmail, undoToken } = await moved(viewer);
    const other = await makeSession(viewer.user);
    expect((await undo(undoToken)).output).toMatchObject({ success: true, sessions_revoked: 2 });
    expect(await emailOf(viewer.user.id)).toBe(viewer.user.email);
    for (const session of [viewer, other]) expect((await callAs(session).run(checkAuth)).error?.status).toBe(401);
    for (const address of [newEmail, viewer.user.email]) expect(await attempt(address, viewer.user.password)).toBe("INVALID_CREDENTIALS");
    const mail = await lastMail(viewer.user.email, /^Choose a new password$/);
    expect(mail.token).toMatch(/^[\w-]{43}$/);
    expect(mail.text).toContain("No password opens the account until you choose a new one");
    expect(mail.text).not.toMatch(/asked to|stays as it is/);
  });

  it("promises no mail, and sends none, where the account is closed", async () => {
    const viewer = await makeViewer();
    const { undoToken } = await moved(viewer);
    await sql("UPDATE users SET banned_at = app_now() WHERE id = $1", [viewer.user.id]);
    const before = await waitingFor(viewer.user.email);
    expect((await undo(undoToken)).output).toMatchObject({ success: true, mail_sent: false, message: expect.stringContaining("there is no mail") });
    expect(await emailOf(viewer.user.id)).toBe(viewer.user.email);
    expect(await waitingFor(viewer.user.email)).toEqual(before);
    expect(await sql("SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND purpose = 'password_reset'", [viewer.user.id])).toEqual([]);
  });

  it("takes away what was added since, and what was asked for, and leaves what was there before", async () => {
    const viewer = await makeViewer();
    const link = (provider: string) =>
      sql("INSERT INTO accounts (id, user_id, type, provider, provider_account_id, created_at) VALUES (gen_random_uuid(), $1, 'oidc', $2, $3, app_now())", [viewer.user.id, provider, newId()]);
    await link("google");
    await travel(MINUTE);
    const { undoToken } = await moved(viewer);
    await travel(MINUTE);
    await link("github");
    await ask(viewer, freshAddress());
    await undo(undoToken);
    expect(await sql("SELECT provider FROM accounts WHERE user_id = $1", [viewer.user.id])).toEqual([{ provider: "google" }]);
    expect(await sql("SELECT purpose FROM one_time_tokens WHERE user_id = $1 AND consumed_at IS NULL", [viewer.user.id])).toEqual([{ purpose: "password_reset" }]);
  });

  it("works for seven days, once", async () => {
    const [one, two] = [await makeViewer(), await makeViewer()];
    const [first, second] = [await moved(one), await moved(two)];
    await travel(7 * DAY - MINUTE);
    expect((await undo(first.undoToken)).error).toBeNull();
    expect((await undo(first.undoToken)).error).toMatchObject({ details: { reason: "used" } });
    await travel(2 * MINUTE);
    const rows = await auditRowsOf(async () => expect((await undo(second.undoToken)).error).toMatchObject({ details: { reason: "expired" } }));
    expect(rows).toMatchObject([{ action: "user.email_change_undone", actor_id: null, target_user_id: two.user.id, success: false }]);
  });

  it("of the first address stays open to its owner, however often the account was moved on and back @asvs V6.3.7", async () => {
    const viewer = await makeViewer();
    const first = await moved(viewer);
    await travel(MINUTE);
    const second = await moved(viewer);
    expect((await undo(second.undoToken)).error).toBeNull();
    expect(await emailOf(viewer.user.id)).toBe(first.newEmail);
    expect((await undo(first.undoToken)).error).toBeNull();
    expect(await emailOf(viewer.user.id)).toBe(viewer.user.email);
  });

  it("409 where an administrator has given the address to somebody else", async () => {
    const viewer = await makeViewer();
    const { undoToken } = await moved(viewer);
    await makeUser({ email: viewer.user.email });
    expect((await undo(undoToken)).error).toMatchObject({ status: 409, code: "EMAIL_TAKEN" });
  });
});
