import { describe, expect, it } from "vitest";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { resendVerification } from "@/lib/features/verification/operations/resend-verification";
import { makeUser } from "../../factories/make-user";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, travel } from "../../setup/clock";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { withEnv } from "../../setup/with-env";

const route = await import("@/app/api/auth/resend-verification-email/route");
const resend = (email: string) => callAs(null).run(resendVerification, { input: { email } });

describe("verification.resend is allowed", () => {
  it("to whoever is signed in, at both names, with no body at all", async () => {
    const viewer = await makeViewer([], { verified: false });
    for (const at of [route, await import("@/app/api/auth/resend-verification/route")]) {
      const answer = await http(at, { method: "POST", as: viewer });
      expect(answer).toMatchObject({ status: 200, body: { success: true, message: expect.any(String) } });
    }
    expect(await waitingFor(viewer.user.email)).toHaveLength(2);
  });

  it("by address or username, in any letter case; the earlier link stops working", async () => {
    const user = await makeUser({ verified: false });
    await resend(user.email.toUpperCase());
    const first = await lastMail(user.email, /Confirm/);
    await resend(user.username);
    const second = await lastMail(user.email, /Confirm/);
    const use = (token: string) => callAs(null).run(confirmEmail, { input: { token, password: user.password } });
    expect((await use(first.token)).error).toMatchObject({ details: { reason: "unknown" } });
    expect((await use(second.token)).error).toBeNull();
  });

  it("answers the same for confirmed, unconfirmed, closed and unknown; the unconfirmed alone get mail", async () => {
    const people = [await makeUser(), await makeUser({ verified: false }), await makeUser({ verified: false, deleted: true })];
    const answers = new Set<string>();
    for (const { email } of [...people, { email: "nobody-at-all@example.com" }]) {
      const { status, body } = await http(route, { body: { email } });
      answers.add(`${status} ${JSON.stringify(body)}`);
    }
    expect(answers.size).toBe(1);
    expect(await Promise.all(people.map(async ({ email }) => (await waitingFor(email)).length))).toEqual([0, 1, 0]);
    expect(await waitingFor("nobody-at-all@example.com")).toEqual([]);
  });
});

describe("verification.resend is refused", () => {
  it("422 where nobody is signed in and no address is sent", async () => {
    expect((await rowsUnchanged(() => callAs(null).refusal(resendVerification, { input: {} }))).details).toMatchObject({ fields: { email: [expect.any(String)] } });
  });

  it("429 for the fourth mail of an hour to one address, known or not, from wherever; and for the eleventh from one place", async () => {
    const user = await makeUser({ verified: false });
    for (const email of [user.email, "nobody-here@example.com"]) {
      const statuses = [];
      for (let count = 0; count < 4; count += 1) statuses.push((await resend(email)).error?.status ?? 200);
      expect(statuses).toEqual([200, 200, 200, 429]);
    }
    expect(await waitingFor(user.email)).toHaveLength(3);
    const statuses = [];
    for (let count = 0; count < 11; count += 1) statuses.push((await http(route, { body: { email: `somebody-${count}@example.com` }, ip: "203.0.113.90" })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
    await travel(HOUR);
    expect((await resend(user.email)).error).toBeNull();
  });

  it("no more than three mails of an hour to one person, by address and username together; the answers do not tell which belong together", async () => {
    const { email, username } = await makeUser({ verified: false });
    const answers = new Set<string>();
    const rows = await auditRowsOf(async () => {
      for (const identifier of [email, username, email, username]) {
        const { status, body } = await http(route, { body: { email: identifier } });
        answers.add(`${status} ${JSON.stringify(body)}`);
      }
    });
    expect(answers.size).toBe(1);
    expect(rows.map(({ error_code }) => error_code)).toEqual([null, null, null, "RATE_LIMIT_EXCEEDED"]);
    expect(await waitingFor(email)).toHaveLength(3);
    await travel(HOUR);
    await resend(username);
    expect(await waitingFor(email)).toHaveLength(4);
  });

  it("neither limit is off where RATE_LIMIT_ENABLED=false: whoever is written to has asked for nothing", () => withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => {
    const [one, two] = [await makeUser({ verified: false }), await makeUser({ verified: false })];
    for (let count = 0; count < 3; count += 1) expect((await resend(one.email)).error).toBeNull();
    expect((await resend(one.email)).error?.status).toBe(429);
    for (const identifier of [two.email, two.username, two.email, two.username]) expect((await resend(identifier)).error).toBeNull();
    expect(await waitingFor(two.email)).toHaveLength(3);
  }));

  expectRefused(resendVerification, { valid: async () => ({ input: { email: (await makeUser({ verified: false })).email } }) });
});

describe("verification.resend's audit rows", () => {
  it("say whether a mail went, and why not", async () => {
    const [due, done] = [await makeUser({ verified: false }), await makeUser()];
    expect(await auditRowsOf(() => resend(due.email))).toMatchObject([{ action: "user.email_verification_sent", target_user_id: due.id, success: true, identifier: due.email }]);
    expect(await auditRowsOf(() => resend(done.email))).toMatchObject([{ target_user_id: done.id, success: false, error_code: "ALREADY_VERIFIED" }]);
    expect(await auditRowsOf(() => resend("unknown-to-all@example.com"))).toMatchObject([{ target_user_id: null, success: false, error_code: "NO_SUCH_ACCOUNT" }]);
  });
});
