import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { mailToken } from "../../factories/mail-token";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY, HOUR, MINUTE, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";
import { ask, attempt, confirm, emailOf, freshAddress, moved, undo } from "./changing-email";

const PASSWORD = "seven harbours before noon";

describe("a change of address", () => {
  it("changes nothing until the new address is confirmed; then the account is there, and the old address is told", async () => {
    const viewer = await makeViewer();
    const newEmail = freshAddress();
    expect((await ask(viewer, newEmail.toUpperCase(), { current_password: viewer.user.password })).output).toMatchObject({ success: true, message: expect.stringContaining("new address") });
    expect(await emailOf(viewer.user.id)).toBe(viewer.user.email);
    const mail = await lastMail(newEmail, /Confirm your new/);
    expect(mail).toMatchObject({ token: expect.stringMatching(/^[\w-]{43}$/), code: expect.stringMatching(/^\d{6}$/) });
    expect(await waitingFor(viewer.user.email)).toEqual([]);

    expect((await confirm(viewer, { token: mail.token })).output).toMatchObject({ success: true, user: { email: newEmail, is_verified: true } });
    const notice = await lastMail(viewer.user.email, /was changed/);
    expect(notice.text).toContain("This was not me");
    expect(notice.text).not.toContain(newEmail);
    expect([await attempt(viewer.user.email, viewer.user.password), await attempt(newEmail, viewer.user.password)]).toEqual(["INVALID_CREDENTIALS", "in"]);
    expect((await callAs(viewer).run(checkAuth)).error).toBeNull();
  });

  it("is confirmed by the code as well, in the session alone that asked for it", async () => {
    const [viewer, stranger] = [await makeViewer(), await makeViewer()];
    const newEmail = freshAddress();
    await ask(viewer, newEmail);
    const { code } = await lastMail(newEmail, /Confirm/);
    expect((await confirm(stranger, { code })).error).toMatchObject({ status: 400, code: "INVALID_TOKEN" });
    expect((await confirm(viewer, { code })).error).toBeNull();
    expect(await emailOf(viewer.user.id)).toBe(newEmail);
  });

  it("what was sent to the old address opens nothing any more", async () => {
    const viewer = await makeViewer();
    const purposes = ["password_reset", "magic_link", "email_verification"] as const;
    for (const purpose of purposes) await mailToken({ purpose, userId: viewer.user.id, address: viewer.user.email, ttlSeconds: 3600 });
    await moved(viewer);
    expect(await sql("SELECT purpose FROM one_time_tokens WHERE user_id = $1 AND consumed_at IS NULL", [viewer.user.id])).toEqual([{ purpose: "email_change_undo" }]);
  });

  it("from an address that was never proved tells nobody there: it may be a stranger's", async () => {
    const viewer = await makeViewer([], { verified: false });
    const newEmail = freshAddress();
    await ask(viewer, newEmail);
    await confirm(viewer, { token: (await lastMail(newEmail, /Confirm/)).token });
    expect(await emailOf(viewer.user.id)).toBe(newEmail);
    expect(await waitingFor(viewer.user.email)).toEqual([]);
    expect(await sql("SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND purpose = 'email_change_undo'", [viewer.user.id])).toEqual([]);
  });

  it("asked for twice, the later one counts", async () => {
    const viewer = await makeViewer();
    const [first, second] = [freshAddress(), freshAddress()];
    await ask(viewer, first);
    await ask(viewer, second);
    expect((await confirm(viewer, { token: (await lastMail(first, /Confirm/)).token })).error).toMatchObject({ details: { reason: "unknown" } });
    expect((await confirm(viewer, { token: (await lastMail(second, /Confirm/)).token })).error).toBeNull();
  });
});

describe("an address that somebody has", () => {
  it("answers the same, writes the same, and mails its owner instead", async () => {
    const [viewer, owner] = [await makeViewer(), await makeUser()];
    const free = await ask(viewer, freshAddress());
    const taken = await ask(viewer, owner.email);
    expect(taken.output).toEqual(free.output);
    const mails = await waitingFor(owner.email);
    expect(mails).toMatchObject([{ subject: "Somebody wanted to use your address" }]);
    expect(mails[0]?.text).not.toMatch(/[\w-]{32,}|\b\d{6}\b/);
    const rows = await auditRowsOf(async () => [await ask(viewer, freshAddress()), await ask(viewer, owner.email)]);
    const seen = rows.map(({ action, success, error_code, metadata, changes }) => ({ action, success, error_code, metadata, changes }));
    expect(seen[0]).toEqual(seen[1]);
    const pending = await sql("SELECT address FROM one_time_tokens WHERE user_id = $1 AND purpose = 'email_change'", [viewer.user.id]);
    expect(pending).toEqual([{ address: owner.email }]);
  });

  it("409 where somebody took it between the mail and the confirmation; of two who ask for one address, one gets it @asvs V15.4.2", async () => {
    const [one, two] = [await makeViewer(), await makeViewer()];
    const newEmail = freshAddress();
    const tokens = [];
    for (const viewer of [one, two]) {
      await ask(viewer, newEmail);
      tokens.push((await lastMail(newEmail, /Confirm/)).token);
    }
    const answers = await Promise.all([confirm(one, { token: tokens[0] }), confirm(two, { token: tokens[1] })]);
    expect(answers.map(({ error }) => error?.code ?? "changed").sort()).toEqual(["EMAIL_TAKEN", "changed"]);
    expect(await sql("SELECT 1 FROM users WHERE email = $1", [newEmail])).toHaveLength(1);
  });

  it("is one's own for a week after one has left it", async () => {
    const viewer = await makeViewer();
    await moved(viewer);
    const register = () => callAs(null).run(registerAccount, { input: { email: viewer.user.email, password: PASSWORD } });
    expect((await rowsUnchanged(register)).error).toMatchObject({ code: "EMAIL_TAKEN" });
    const other = await makeViewer();
    await ask(other, viewer.user.email);
    expect(await waitingFor(viewer.user.email)).toMatchObject([{ subject: "Somebody wanted to use your address" }, { subject: expect.stringContaining("was changed") }]);
    await ask(viewer, viewer.user.email);
    expect((await confirm(viewer, { token: (await lastMail(viewer.user.email, /Confirm/)).token })).error).toBeNull();
    const third = await makeViewer();
    await moved(third);
    await travel(7 * DAY + MINUTE);
    expect((await callAs(null).run(registerAccount, { input: { email: third.user.email, password: PASSWORD } })).error).toBeNull();
  });
});

describe("a change of address is refused", () => {
  it("422 for a wrong password, one's own address, and none", async () => {
    const viewer = await makeViewer();
    expect((await ask(viewer, freshAddress(), { current_password: "not this one" })).error).toMatchObject({ status: 422, code: "INVALID_PASSWORD", details: { fields: { current_password: [expect.any(String)] } } });
    expect((await ask(viewer, viewer.user.email.toUpperCase())).error).toMatchObject({ status: 422, details: { fields: { new_email: [expect.any(String)] } } });
  });

  it("403 without a recent proof of who is there @asvs V7.5.1", async () => {
    const viewer = await makeViewer();
    await sql("UPDATE sessions SET auth_time = app_now() - interval '11 minutes' WHERE id = $1", [viewer.sessionId]);
    expect((await rowsUnchanged(() => ask(viewer, freshAddress(), { current_password: viewer.user.password }))).error).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });

  it("the link alone changes nothing: a stranger's session, nobody's, a day later", async () => {
    const [viewer, stranger] = [await makeViewer(), await makeViewer()];
    const newEmail = freshAddress();
    await ask(viewer, newEmail);
    const { token } = await lastMail(newEmail, /Confirm/);
    expect((await callAs(null).run(confirmEmailChange, { input: { token } })).error?.status).toBe(401);
    const rows = await auditRowsOf(async () => expect((await confirm(stranger, { token })).error).toMatchObject({ code: "INVALID_TOKEN", details: { reason: "foreign" } }));
    expect(rows).toMatchObject([{ action: "user.email_changed", actor_id: stranger.user.id, success: false, error_code: "INVALID_TOKEN" }]);
    expect(await emailOf(viewer.user.id)).toBe(viewer.user.email);
    await travel(25 * HOUR);
    const late = await makeSession(viewer.user);
    expect((await confirm(late, { token })).error).toMatchObject({ details: { reason: "expired" } });
  });

  it("codes are counted per account", async () => {
    const viewer = await makeViewer();
    const statuses: (number | undefined)[] = [];
    for (let mail = 0; mail < 3; mail += 1) {
      const newEmail = freshAddress();
      await ask(viewer, newEmail);
      const { code } = await lastMail(newEmail, /Confirm/);
      const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
      for (let count = 0; count < 4; count += 1) statuses.push((await confirm(viewer, { code: wrong })).error?.status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(400), 429, 429]);
  });

  it("of many that use one link at once, one changes it", async () => {
    const viewer = await makeViewer();
    const newEmail = freshAddress();
    await ask(viewer, newEmail);
    const { token } = await lastMail(newEmail, /Confirm/);
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(viewer, { token })));
    expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
    expect((await waitingFor(viewer.user.email)).filter(({ subject }) => /was changed/.test(subject))).toHaveLength(1);
  });

  expectRefused(changeEmail, { valid: async () => ({ input: { new_email: freshAddress() } }), invalid: { "no address": { new_email: "nobody" } } });
  expectRefused(undoEmailChange, { valid: async () => ({ input: { token: (await moved(await makeViewer())).undoToken } }) });
});

describe("the audit rows of a change", () => {
  it("requested, changed, undone; no address in the trail's own columns", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => undo((await moved(viewer)).undoToken));
    expect(rows).toMatchObject([
      { action: "user.email_change_requested", actor_id: viewer.user.id, target_user_id: viewer.user.id, success: true },
      { action: "user.email_changed", actor_id: viewer.user.id, target_user_id: viewer.user.id, identifier: viewer.user.email },
      { action: "user.email_change_undone", actor_id: viewer.user.id, target_user_id: viewer.user.id, metadata: { sessions_revoked: 1 } },
    ]);
    expect(JSON.stringify(rows.map(({ metadata, changes }) => [metadata, changes]))).not.toMatch(/example\.(com|org)/);
  });
});

describe("where addresses have to be confirmed", () => {
  it("somebody unconfirmed can still change a mistyped address, and comes in by confirming the new one", async () => {
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      const viewer = await makeViewer([], { verified: false });
      const newEmail = freshAddress();
      expect((await ask(viewer, newEmail)).error).toBeNull();
      expect((await confirm(viewer, { token: (await lastMail(newEmail, /Confirm/)).token })).error).toBeNull();
    });
  });
});
