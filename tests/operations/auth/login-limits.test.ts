import { describe, expect, it } from "vitest";
import { makeUser, type TestUser } from "../../factories/make-user";
import { auditRowsOf } from "../../setup/audit-rows";
import { MINUTE, SECOND, travel } from "../../setup/clock";
import { http, type HttpRequest } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

const route = await import("@/app/api/auth/login/route");
const WRONG = "a password that nobody has";

const tryIn = (identifier: string, password: string, request: HttpRequest = {}) => http(route, { body: { identifier, password }, ...request });
const wrongly = (user: { email: string }, request?: HttpRequest) => tryIn(user.email, WRONG, request);
const rightly = (user: TestUser, request?: HttpRequest) => tryIn(user.email, user.password, request);
const times = async <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let n = 0; n < count; n += 1) results.push(await work(n));
  return results;
};
let strangers = 0;
/** A name that nobody has, with a budget of its own. */
const ghost = () => ({ email: `ghost-${++strangers}@example.com` });
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status);
const exhaust = (user: { email: string }) => times(10, () => wrongly(user));

let subnets = 0;
/** An address of its own per test. */
const someAddress = () => `203.0.113.${++subnets}`;

describe("tries of one address @asvs V6.3.1", () => {
  it("at most RATE_LIMIT_LOGIN in its window, right or wrong, of any accounts", async () => {
    const ip = someAddress();
    const user = await makeUser();
    const answers = await times(5, () => rightly(user, { ip }));
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200]);
    const blocked = await rowsUnchanged(() => rightly(user, { ip }));
    expect(blocked).toMatchObject({ status: 429, body: { code: "RATE_LIMIT_EXCEEDED", retry_after_minutes: 1, details: { retry_after_minutes: 1 } }, cookies: {} });
    const wait = Number(blocked.headers.get("retry-after"));
    expect(Number.isInteger(wait) && wait >= 50 && wait <= 60).toBe(true);
    expect((await rightly(user)).status).toBe(200);
    await travel(61 * SECOND);
    expect((await rightly(user, { ip })).status).toBe(200);
  });

  it("at most LOGIN_MAX_ATTEMPTS failures in LOGIN_ATTEMPT_WINDOW_MINUTES, of any accounts", async () => {
    const ip = someAddress();
    const user = await makeUser();
    await withEnv({ RATE_LIMIT_LOGIN: "100/60s" }, async () => {
      expect(statuses(await times(5, () => wrongly(ghost(), { ip })))).toEqual([401, 401, 401, 401, 401]);
      const blocked = await rightly(user, { ip });
      expect(blocked).toMatchObject({ status: 429, body: { retry_after_minutes: 30 } });
      await travel(29 * MINUTE);
      expect((await rightly(user, { ip })).status).toBe(429);
      await travel(2 * MINUTE);
      expect((await rightly(user, { ip })).status).toBe(200);
    });
  });

  it("a right one gives its place among the failures back", async () => {
    const ip = someAddress();
    const user = await makeUser();
    await withEnv({ RATE_LIMIT_LOGIN: "100/60s" }, async () => {
      await times(4, () => wrongly(ghost(), { ip }));
      expect(statuses(await times(6, () => rightly(user, { ip })))).toEqual(Array(6).fill(200));
      expect((await wrongly(ghost(), { ip })).status).toBe(401);
      expect((await rightly(user, { ip })).status).toBe(429);
    });
  });

  it("blocked tries extend nothing", async () => {
    const ip = someAddress();
    await times(5, () => wrongly(ghost(), { ip }));
    await travel(20 * MINUTE);
    expect(statuses(await times(3, () => wrongly(ghost(), { ip })))).toEqual([429, 429, 429]);
    await travel(10 * MINUTE + SECOND);
    expect((await wrongly(ghost(), { ip })).status).toBe(401);
  });

  it("an IPv6 subscriber counts by the /64, and an IPv4 address written as IPv6 as itself", async () => {
    const answers = await times(6, (n) => wrongly(ghost(), { ip: `2001:db8:0:42::${n + 1}` }));
    expect(statuses(answers)).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await wrongly(ghost(), { ip: "2001:db8:0:43::1" })).status).toBe(401);
    const ip = someAddress();
    await times(5, (n) => wrongly(ghost(), { ip: n % 2 ? ip : `::ffff:${ip}` }));
    expect((await wrongly(ghost(), { ip })).status).toBe(429);
  });
});

describe("X-Forwarded-For @asvs V15.3.4", () => {
  it("is not believed without TRUSTED_PROXIES", async () => {
    const ip = someAddress();
    const answers = await times(6, (n) => wrongly(ghost(), { ip, headers: { "x-forwarded-for": `192.0.2.${n}` } }));
    expect(answers.at(-1)?.status).toBe(429);
  });

  it("is read from the right, and what stands left of the client is not believed", async () => {
    await withEnv({ TRUSTED_PROXIES: "10.0.0.0/8" }, async () => {
      const client = someAddress();
      const through = (n: number) => ({ ip: "10.0.0.9", headers: { "x-forwarded-for": `192.0.2.${n}, ${client}, 10.1.2.3` } });
      expect((await times(6, (n) => wrongly(ghost(), through(n)))).at(-1)?.status).toBe(429);
      const other = await wrongly(ghost(), { ip: "10.0.0.9", headers: { "x-forwarded-for": someAddress() } });
      expect(other.status).toBe(401);
      const direct = await wrongly(ghost(), { ip: someAddress(), headers: { "x-forwarded-for": client } });
      expect(direct.status).toBe(401);
    });
  });
});

describe("wrong passwords of one account @asvs V6.3.1", () => {
  it("ten are evaluated from any number of addresses; then not even the right one", async () => {
    const user = await makeUser();
    expect(statuses(await exhaust(user))).toEqual(Array(10).fill(401));
    const blocked = await rowsUnchanged(() => rightly(user));
    expect(blocked).toMatchObject({ status: 429, body: { code: "RATE_LIMIT_EXCEEDED", retry_after_minutes: 15 } });
    expect(blocked.headers.get("retry-after")).toMatch(/^(900|8\d\d)$/);
    expect((await tryIn(user.username.toUpperCase(), user.password)).status).toBe(429);
    await travel(15 * MINUTE + SECOND);
    expect((await rightly(user)).status).toBe(200);
  });

  it("of forty at once, from forty addresses, exactly ten are evaluated @asvs V15.4.2", async () => {
    const user = await makeUser();
    const rows = await auditRowsOf(async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => wrongly(user)));
      expect(statuses(answers).sort()).toEqual([...Array(10).fill(401), ...Array(30).fill(429)]);
    });
    expect(rows).toHaveLength(10);
  });

  it("a right one among wrong ones gives its own place back", async () => {
    const user = await makeUser();
    await times(9, () => wrongly(user));
    expect(statuses(await times(3, () => rightly(user)))).toEqual([200, 200, 200]);
    expect((await wrongly(user)).status).toBe(401);
    expect((await rightly(user)).status).toBe(429);
  });

  it("blocked tries neither extend the block nor fill the address's counters, and leave no audit row", async () => {
    const user = await makeUser();
    const neighbour = await makeUser();
    await exhaust(user);
    const ip = someAddress();
    expect(await auditRowsOf(() => times(12, () => rightly(user, { ip })))).toEqual([]);
    expect((await rightly(neighbour, { ip })).status).toBe(200);
    await travel(14 * MINUTE);
    await times(3, () => rightly(user));
    await travel(MINUTE + SECOND);
    expect((await rightly(user)).status).toBe(200);
  });

  it("an unknown account is counted and answered just the same @asvs V6.3.8", async () => {
    const user = await makeUser();
    const nobody = ghost();
    expect(statuses(await exhaust(nobody))).toEqual(statuses(await exhaust(user)));
    const [known, unknown] = [await wrongly(user), await tryIn(nobody.email.toUpperCase(), WRONG)];
    const bytes = (answer: typeof known) => JSON.stringify({ ...answer.body, request_id: "" });
    expect(bytes(unknown)).toBe(bytes(known));
    expect(unknown.status).toBe(429);
    expect([...unknown.headers.keys()]).toEqual([...known.headers.keys()]);
  });

  it("holds for banned accounts and for those without a password", async () => {
    for (const state of [{ banned: true }, { password: null }] as const) {
      const user = await makeUser(state);
      await exhaust(user);
      expect((await wrongly(user)).status).toBe(429);
    }
  });

  it("holds where RATE_LIMIT_ENABLED=false, which lifts the limits by address alone", async () => {
    await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => {
      const ip = someAddress();
      const user = await makeUser();
      expect(statuses(await times(11, () => wrongly(user, { ip })))).toEqual([...Array(10).fill(401), 429]);
      const other = await makeUser();
      expect(statuses(await times(12, () => rightly(other, { ip })))).toEqual(Array(12).fill(200));
    });
  });
});

describe("an owner on a known device", () => {
  const signedInBefore = async () => {
    const user = await makeUser();
    const answer = await rightly(user, { browser: true });
    expect(answer.status).toBe(200);
    const device = answer.cookies.device_id;
    if (!device) throw new Error("no device cookie");
    return { user, cookies: { device_id: device.value }, line: device.line };
  };

  it("signs in while strangers have used up the account's budget", async () => {
    const { user, cookies } = await signedInBefore();
    await exhaust(user);
    expect((await rightly(user)).status).toBe(429);
    expect((await rightly(user, { browser: true, cookies })).status).toBe(200);
  });

  it("has a budget of ten of their own, and no more", async () => {
    const { user, cookies } = await signedInBefore();
    expect(statuses(await times(10, () => wrongly(user, { browser: true, cookies })))).toEqual(Array(10).fill(401));
    expect((await rightly(user, { browser: true, cookies })).status).toBe(429);
    expect((await rightly(user)).status).toBe(200);
  });

  it("is known by a cookie that cannot be guessed or used for another account", async () => {
    const { user, cookies, line } = await signedInBefore();
    expect(line).toMatch(/^device_id=[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/);
    const other = await makeUser();
    await exhaust(other);
    expect((await rightly(other, { browser: true, cookies })).status).toBe(429);
    await exhaust(user);
    expect((await rightly(user, { browser: true, cookies: { device_id: "made-up" } })).status).toBe(429);
    const stored = await oneRow<{ hash: Buffer }>("SELECT device_hash AS hash FROM known_devices WHERE user_id = $1", [user.id]);
    expect(stored.hash.toString()).not.toContain(cookies.device_id);
  });

  it("a right password from a stranger's browser makes it known, a wrong one does not", async () => {
    const user = await makeUser();
    const cookies = { device_id: "a-browser-of-its-own" };
    await wrongly(user, { browser: true, cookies });
    expect(await sql("SELECT 1 FROM known_devices WHERE user_id = $1", [user.id])).toEqual([]);
    await rightly(user, { browser: true, cookies });
    expect(await sql("SELECT 1 FROM known_devices WHERE user_id = $1", [user.id])).toHaveLength(1);
  });
});
