import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/magic-link/route";
import { requestMagicLink } from "@/lib/features/magic-link/operations/request-magic-link";
import { makeUser } from "@/tests/factories/make-user";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { countStatements } from "@/tests/setup/count-statements";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { waitingFor } from "@/tests/setup/mailed";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";

const ask = (email: string, ip?: string) => http(route, { body: { email }, ip });
const withoutId = (body: Record<string, unknown>) => JSON.stringify({ ...body, request_id: "" });

describe("auth.request-magic-link is allowed", () => {
  it("mails a link and a code, which the database does not hold", async () => {
    const user = await makeUser();
    const answer = await ask(`  ${user.email.toUpperCase()} `);
    expect(answer).toMatchObject({ status: 200, body: { success: true, expires_in: 900 }, cookies: {} });
    const [mail] = await waitingFor(user.email);
    const { subject = "", text = "" } = mail ?? {};
    expect(subject).toBe("Your link to sign in");
    const token = /\/magic-link\?token=([\w-]{43})/.exec(text)?.[1] ?? "";
    const code = /\b(\d{6})\b/.exec(text)?.[1];
    expect([token.length, code?.length]).toEqual([43, 6]);
    expect(text.match(/[\w-]{32,}/g)).toEqual([token]);
    const rows = await sql<{ user_id: string; row: string }>("SELECT user_id, t::text AS row FROM one_time_tokens t WHERE purpose = 'magic_link' AND address = $1", [user.email]);
    expect(rows.map(({ user_id: id }) => id)).toEqual([user.id]);
    expect(rows[0]?.row).not.toContain(token);
    expect(rows[0]?.row).not.toContain(`,${code},`);
  });

  it("remembers where to go on afterwards, on our own origin or a listed one", async () => {
    await withEnv({ REDIRECT_ALLOW_LIST: "https://app.example.com" }, async () => {
      for (const url of ["/account", "https://app.example.com/welcome?x=1"]) {
        const user = await makeUser();
        await callAs(null).output(requestMagicLink, { input: { email: user.email, return_to: url } });
        expect(await sql("SELECT payload FROM one_time_tokens WHERE user_id = $1", [user.id])).toEqual([{ payload: { return_to: url } }]);
      }
    });
  });

  it("answers the same for everybody, and does the same work", async () => {
    const emails = [(await makeUser()).email, (await makeUser({ banned: true })).email, (await makeUser({ deleted: true })).email, (await makeUser({ password: null })).email, "nobody@example.org"];
    const answers = [];
    for (const email of emails) answers.push(await ask(email));
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(withoutId(answer.body)).toBe(withoutId(answers[0]?.body));
      expect([...answer.headers.keys()]).toEqual([...(answers[0]?.headers.keys() ?? [])]);
    }
    const [known, unknown] = [await makeUser(), { email: "nobody-two@example.org" }];
    const counts = [];
    for (const { email } of [known, unknown]) counts.push(await countStatements(() => callAs(null).output(requestMagicLink, { input: { email } })));
    expect(counts[0]?.texts).toEqual(counts[1]?.texts);
    expect((await waitingFor(known.email)).map(({ kind }) => kind)).toEqual(["email"]);
    expect((await waitingFor(unknown.email)).map(({ kind }) => kind)).not.toContain("email");
  });
});

describe("auth.request-magic-link is refused", () => {
  it.each(["https://evil.example", "//evil.example", "javascript:alert(1)", "https://localhost:3000@evil.example", "/\\evil.example"])("422 to lead to %s", async (url) => {
    const user = await makeUser();
    const error = await rowsUnchanged(() => callAs(null).refusal(requestMagicLink, { input: { email: user.email, return_to: url } }));
    expect(error).toMatchObject({ status: 422, details: { fields: { return_to: [expect.any(String)] } } });
  });

  it("429 the sixth time for one account, whether there is one or not, also where limits are off", async () => {
    for (const email of [(await makeUser()).email, "nobody-three@example.org"]) {
      for (let time = 1; time <= 5; time += 1) expect((await ask(email)).status).toBe(200);
      const sixth = await rowsUnchanged(() => ask(email));
      expect([sixth.status, sixth.body.code]).toEqual([429, "RATE_LIMIT_EXCEEDED"]);
      await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => expect((await ask(email)).status).toBe(429));
    }
  });

  it("429 the twenty-first time from one address", async () => {
    const ip = "203.0.113.79";
    for (let time = 1; time <= 20; time += 1) expect((await ask(`somebody-${time}@example.org`, ip)).status).toBe(200);
    expect((await ask("somebody-21@example.org", ip)).status).toBe(429);
  });

  it("404 where it is off", () =>
    withEnv({ MAGIC_LINK: "false" }, async () => expect(await rowsUnchanged(() => ask("nobody@example.org"))).toMatchObject({ status: 404 })));

  it("from a page of another origin", async () => {
    const user = await makeUser();
    const answer = await rowsUnchanged(() => http(route, { body: { email: user.email }, headers: { origin: "https://evil.example" } }), []);
    expect([answer.status, answer.body.code]).toEqual([403, "CSRF"]);
  });

  expectRefused(requestMagicLink, {
    valid: () => ({ input: { email: "nobody@example.org" } }),
    invalid: { "no address": { email: "nobody" }, "an address too long": { email: `${"x".repeat(250)}@example.org` }, "a way back too long": { return_to: `/${"x".repeat(2000)}` } },
  });
});

describe("auth.request-magic-link is recorded", () => {
  it("with whom it is about, or with why nothing was sent", async () => {
    const [user, banned] = [await makeUser(), await makeUser({ banned: true })];
    const rows = await auditRowsOf(async () => {
      for (const email of [user.email, banned.email, "nobody-four@example.org"]) await ask(email);
    });
    const action = "user.magic_link_request";
    expect(rows).toMatchObject([
      { action, success: true, actor_id: null, target_user_id: user.id, identifier: user.email, error_code: null },
      { action, success: false, actor_id: null, target_user_id: banned.id, identifier: banned.email, error_code: "ACCOUNT_DISABLED" },
      { action, success: false, actor_id: null, target_user_id: null, identifier: "nobody-four@example.org", error_code: "UNKNOWN_ADDRESS" },
    ]);
  });
});
