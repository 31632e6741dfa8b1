import { describe, expect, it } from "vitest";
import { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { pruneExpired } from "@/lib/outbox/prune";
import { makeUser } from "../../factories/make-user";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { HOUR, MINUTE, travel } from "../../setup/clock";
import { countStatements } from "../../setup/count-statements";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { lastMail, waitingFor } from "../../setup/mailed";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

const route = await import("@/app/api/auth/request-password-reset/route");
const ask = (email: string, ip?: string) => http(route, { body: { email }, ip });
const withoutId = (body: Record<string, unknown>) => JSON.stringify({ ...body, request_id: "" });

describe("auth.request-password-reset is allowed", () => {
  it("mails a link and a code, built from APP_URL, to the owner of the address in any letter case", async () => {
    const user = await makeUser();
    const answer = await http(route, { body: { email: ` ${user.email.toUpperCase()} ` }, headers: { host: "evil.example" } });
    expect(answer).toMatchObject({ status: 200, body: { success: true, message: expect.stringContaining("If an account exists") } });
    const { text, token, code } = await lastMail(user.email, /reset/i);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(code).toMatch(/^\d{6}$/);
    expect(text).toContain(`http://localhost:3000/reset-password?token=${token}`);
    expect(text).toContain("your password stays as it is");
    expect(JSON.stringify(answer.body)).not.toContain(token);
  });

  it("keeps the token as a digest, for one hour, and the address's former links stop working @asvs V6.4.1", async () => {
    const user = await makeUser();
    await ask(user.email);
    await ask(user.email);
    const rows = await sql("SELECT octet_length(token_hash) AS length, extract(epoch FROM expires_at - created_at)::int AS seconds FROM one_time_tokens WHERE user_id = $1", [user.id]);
    expect(rows).toEqual([{ length: 32, seconds: 3600 }]);
  });

  it("remembers where to go on afterwards, on our own origin or a listed one", async () => {
    await withEnv({ REDIRECT_ALLOW_LIST: "https://app.example.com" }, async () => {
      for (const url of ["/account", "https://app.example.com/welcome?x=1"]) {
        const user = await makeUser();
        await callAs(null).output(requestPasswordReset, { input: { email: user.email, redirect_url: url } });
        expect(await sql("SELECT payload FROM one_time_tokens WHERE user_id = $1", [user.id])).toEqual([{ payload: { redirect_url: url } }]);
      }
    });
  });

  it("also for an account without a password, which then gets its first", async () => {
    const user = await makeUser({ password: null });
    await ask(user.email);
    const { text } = await lastMail(user.email, /^Set a password$/);
    expect(text).toContain("your account, which has none");
    expect(text).not.toContain("your password stays as it is");
  });
});

describe("auth.request-password-reset answers every address alike", () => {
  it("in bytes and headers, with the same statements and one message each @asvs V6.3.8", async () => {
    const addresses = [(await makeUser()).email, (await makeUser({ banned: true })).email, (await makeUser({ deleted: true })).email, "nobody-at-all@example.org"];
    const answers = [];
    for (const email of addresses) {
      const counted = await countStatements(() => ask(email));
      answers.push({ ...counted.result, statements: counted.statements, texts: counted.texts });
      expect(await waitingFor(email)).toHaveLength(1);
    }
    const [first] = answers;
    for (const answer of answers) {
      expect([answer.status, withoutId(answer.body), answer.statements, answer.texts]).toEqual([200, withoutId(first?.body ?? {}), first?.statements, first?.texts]);
      expect([...answer.headers.keys()]).toEqual([...(first?.headers.keys() ?? [])]);
    }
  });

  it("and sends nobody anything where there is no account that could use it", async () => {
    for (const email of [(await makeUser({ banned: true })).email, (await makeUser({ isActive: false })).email, "nobody-else@example.org"]) {
      await ask(email);
      expect((await waitingFor(email)).map(({ kind }) => kind)).toEqual(["decoy"]);
      expect(await sql("SELECT user_id FROM one_time_tokens WHERE address = $1", [email])).toEqual([{ user_id: null }]);
      await deliverOutbox();
      expect(await sql('SELECT 1 FROM mailbox_messages WHERE "to" = $1', [email])).toEqual([]);
    }
  });
});

describe("what is kept of an address that nobody has", () => {
  it("goes when it would have expired; of somebody who has an account it stays, to be told apart later", async () => {
    const user = await makeUser();
    for (const email of [user.email, "nobody-six@example.org"]) await ask(email);
    const kept = () => sql("SELECT address FROM one_time_tokens WHERE address IN ($1, 'nobody-six@example.org') ORDER BY address", [user.email]);
    await pruneExpired();
    expect(await kept()).toHaveLength(2);
    await travel(HOUR + MINUTE);
    await pruneExpired();
    expect(await kept()).toEqual([{ address: user.email }]);
  });
});

describe("auth.request-password-reset is refused", () => {
  expectRefused(requestPasswordReset, {
    valid: async () => ({ input: { email: "somebody@example.com" } }),
    invalid: { "no address": { email: "somebody" }, "an address that is too long": { email: `${"a".repeat(250)}@example.com` } },
  });

  it.each(["https://evil.example", "//evil.example", "javascript:alert(1)", "https://localhost:3000@evil.example", "/\\evil.example"])("422 to lead to %s", async (url) => {
    const user = await makeUser();
    const error = await rowsUnchanged(() => callAs(null).refusal(requestPasswordReset, { input: { email: user.email, redirect_url: url } }));
    expect(error).toMatchObject({ status: 422, details: { fields: { redirect_url: [expect.any(String)] } } });
  });

  it("429 the fourth time for one account, from any number of addresses, whether there is such an account or not", async () => {
    for (const email of [(await makeUser()).email, "nobody-three@example.org"]) {
      for (let time = 1; time <= 3; time += 1) expect((await ask(email)).status).toBe(200);
      const fourth = await rowsUnchanged(() => ask(email));
      expect([fourth.status, fourth.body.code]).toEqual([429, "RATE_LIMIT_EXCEEDED"]);
      expect(Number(fourth.headers.get("retry-after"))).toBeGreaterThan(3000);
    }
  });

  it("429 the fourth time from one address, for any accounts; as RATE_LIMIT_RESET says", async () => {
    const ip = "203.0.113.77";
    for (let time = 1; time <= 3; time += 1) expect((await ask(`somebody-${time}@example.org`, ip)).status).toBe(200);
    expect((await ask("somebody-4@example.org", ip)).status).toBe(429);
    await withEnv({ RATE_LIMIT_RESET: "1/60s" }, async () => {
      expect((await ask("somebody-5@example.org", "203.0.113.78")).status).toBe(200);
      expect((await ask("somebody-6@example.org", "203.0.113.78")).status).toBe(429);
    });
  });

  it("from a page of another origin", async () => {
    const user = await makeUser();
    const answer = await rowsUnchanged(() => http(route, { body: { email: user.email }, headers: { origin: "https://evil.example" } }), []);
    expect([answer.status, answer.body.code]).toEqual([403, "CSRF"]);
  });
});

describe("auth.request-password-reset is recorded", () => {
  it("with whom it is about, or with why nothing was sent", async () => {
    const user = await makeUser();
    const banned = await makeUser({ banned: true });
    const rows = await auditRowsOf(async () => {
      for (const email of [user.email, banned.email, "nobody-four@example.org"]) await ask(email);
    });
    const action = "user.password_reset_request";
    expect(rows).toMatchObject([
      { action, success: true, actor_id: null, target_user_id: user.id, organization_id: user.organizationId, identifier: user.email, error_code: null },
      { action, success: false, actor_id: null, target_user_id: banned.id, identifier: banned.email, error_code: "ACCOUNT_DISABLED" },
      { action, success: false, actor_id: null, target_user_id: null, identifier: "nobody-four@example.org", error_code: "UNKNOWN_ADDRESS" },
    ]);
  });
});
