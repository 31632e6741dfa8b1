import { describe, expect, it } from "vitest";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { bindingsOf } from "@/lib/operation";
import { limits, rules } from "@/lib/rate-limit/limits";
import { allOperations } from "@/lib/registry";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, SECOND, travel } from "@/tests/setup/clock";
import { http, type HttpAnswer } from "@/tests/setup/http";
import { freshAddress } from "@/tests/setup/test-context";
import { withEnv } from "@/tests/setup/with-env";

const loginRoute = await import("@/app/api/auth/login/route");
const logoutRoute = await import("@/app/api/auth/logout/route");
const checkRoute = await import("@/app/api/auth/check-auth/route");
const meRoute = await import("@/app/api/auth/me/route");
const profileRoute = await import("@/app/api/auth/update_user/route");
const refreshRoute = await import("@/app/api/auth/token/refresh/route");
const sessionRoute = await import("@/app/api/auth/session/route");
const sessionRefreshRoute = await import("@/app/api/auth/session/refresh/route");

const told = ({ headers }: HttpAnswer) => ["limit", "remaining"].map((name) => headers.get(`x-ratelimit-${name}`));
const secondsToReset = ({ headers }: HttpAnswer) => Number(headers.get("x-ratelimit-reset")) - Math.floor(Date.now() / 1000);

describe("the rules", () => {
  it("have each a name of its own", () => {
    const names = Object.values(rules).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  /** Probes of a load balancer must never be refused, and the mailbox is there in development alone. */
  const WITHOUT = ["GET /api/health", "GET /api/health/live", "GET /api/dev/mailbox"];
  /** These count by themselves, once the form is right. */
  const COUNTING = ["POST /api/auth/magic-link/verify", "POST /api/auth/passkeys/sign-in", "POST /api/auth/login", "POST /api/auth/register", "POST /api/auth/signup"];

  it("leave no operation out that somebody could repeat at our cost @asvs V2.4.1", () => {
    const unlimited = allOperations.filter((operation) => !operation.limit && !operation.alias).flatMap((operation) => bindingsOf(operation).map(({ method, path }) => `${method} ${path}`));
    expect(unlimited.sort()).toEqual([...WITHOUT, ...COUNTING].sort());
  });

  it("count the changes of somebody signed in by account as well as by address", () => {
    const changing = allOperations.filter((operation) => operation.limit && operation.kind !== "query" && operation.access.kind !== "anyone");
    expect(changing.filter(({ limit }) => !limit?.account || !limit.address).map(({ name }) => name)).toEqual([]);
  });
});

describe("X-RateLimit", () => {
  it("is on successes and refusals, counts down, and says when it begins anew", async () => {
    const viewer = await makeViewer();
    await withEnv({ RATE_LIMIT_OWN_WRITE: "2/60s" }, async () => {
      const change = () => http(profileRoute, { as: viewer, body: { first_name: "Grace" } });
      const [first, second, third] = [await change(), await change(), await change()];
      expect([first, second, third].map(({ status }) => status)).toEqual([200, 200, 429]);
      expect([first, second, third].map(told)).toEqual([["2", "1"], ["2", "0"], ["2", "0"]]);
      expect(third.headers.get("retry-after")).toMatch(/^(60|59)$/);
      expect(secondsToReset(third)).toBeGreaterThan(57);
      expect(secondsToReset(third)).toBeLessThanOrEqual(60);
      await travel(61 * SECOND);
      expect((await change()).status).toBe(200);
    });
  });

  it("is on a 401 too, and speaks of the rule that is nearest its end", async () => {
    const viewer = await makeViewer();
    const ip = freshAddress();
    await withEnv({ RATE_LIMIT_GENERAL: "5/60s", RATE_LIMIT_USER: "3/60s" }, async () => {
      expect(told(await http(meRoute, { ip }))).toEqual(["5", "4"]);
      expect(told(await http(meRoute, { ip, as: viewer }))).toEqual(["3", "2"]);
    });
  });

  it("is nowhere where nothing was counted", async () => {
    await withEnv({ RATE_LIMIT_ENABLED: "false" }, async () => {
      expect(told(await http(meRoute))).toEqual([null, null]);
    });
    expect(told(await http(await import("@/app/api/health/live/route")))).toEqual([null, null]);
  });

  it("of a sign-in is the address's: what is left of an account would show which names belong to one person @asvs V6.3.8", async () => {
    const { user } = await makeViewer();
    const wrongly = (identifier: string) => http(loginRoute, { body: { identifier, password: "not it" } });
    for (let n = 0; n < 8; n += 1) expect(told(await wrongly(n % 2 ? user.email : user.username))).toEqual(["5", "4"]);
  });

  it("may be read by pages of other origins that are on the list", async () => {
    await withEnv({ CORS_ORIGINS: "https://app.example" }, async () => {
      const answer = await http(meRoute, { headers: { origin: "https://app.example" } });
      expect(answer.headers.get("access-control-expose-headers")).toContain("X-RateLimit-Remaining");
    });
  });
});

describe("one account", () => {
  it("reads no more than RATE_LIMIT_USER, from any number of addresses, and nobody else is kept out", async () => {
    const [viewer, other] = [await makeViewer(), await makeViewer()];
    await withEnv({ RATE_LIMIT_USER: "3/60s" }, async () => {
      const statuses = [];
      for (let n = 0; n < 4; n += 1) statuses.push((await http(meRoute, { as: viewer })).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      expect((await http(meRoute, { as: other })).status).toBe(200);
    });
  });

  it("is not counted for what was refused before: a form that is wrong costs no change", async () => {
    const viewer = await makeViewer();
    await withEnv({ RATE_LIMIT_OWN_WRITE: "1/60s" }, async () => {
      for (let n = 0; n < 3; n += 1) expect(await callAs(viewer).refusal(updateProfile, { input: { first_name: 7 } })).toMatchObject({ status: 422 });
      expect((await callAs(viewer).run(updateProfile, { input: { first_name: "Ada" } })).error).toBeNull();
    });
  });
});

describe("asking for a session and refreshing one", () => {
  const anonymously = [
    ["GET /api/auth/check-auth", checkRoute, "GET", "RATE_LIMIT_SESSION", 401],
    ["GET /api/auth/session", sessionRoute, "GET", "RATE_LIMIT_SESSION", 200],
    ["POST /api/auth/logout", logoutRoute, "POST", "RATE_LIMIT_SESSION", 200],
    ["POST /api/auth/token/refresh", refreshRoute, "POST", "RATE_LIMIT_REFRESH", 401],
    ["GET /api/auth/session/refresh", sessionRefreshRoute, "GET", "RATE_LIMIT_REFRESH", 307],
  ] as const;

  it.each(anonymously)("%s has a limit of its own", async (_name, route, method, variable, status) => {
    const ip = freshAddress();
    const ask = () => http(route, { method, ip, ...(method === "POST" ? { body: {} } : {}) });
    await withEnv({ [variable]: "2/60s" }, async () => {
      const answers = [await ask(), await ask(), await ask()];
      expect(answers.map((answer) => answer.status)).toEqual([status, status, 429]);
      expect(answers.map(told)).toEqual([["2", "1"], ["2", "0"], ["2", "0"]]);
      expect(answers[2]?.body).toMatchObject({ code: "RATE_LIMIT_EXCEEDED" });
      expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(0);
      await travel(MINUTE + SECOND);
      expect((await ask()).status).toBe(status);
    });
  });

  it("keeps nobody from signing in or reading, however often a visitor's page asks", async () => {
    const viewer = await makeViewer();
    const ip = freshAddress();
    await withEnv({ RATE_LIMIT_SESSION: "2/60s", RATE_LIMIT_REFRESH: "2/60s", RATE_LIMIT_GENERAL: "2/60s" }, async () => {
      for (let n = 0; n < 6; n += 1) {
        await http(checkRoute, { ip });
        await http(refreshRoute, { ip, body: {} });
      }
      expect((await http(loginRoute, { ip, body: { identifier: viewer.user.email, password: viewer.user.password } })).status).toBe(200);
      expect((await http(meRoute, { ip, as: viewer })).status).toBe(200);
    });
  });
});

it("every limit of an operation is one of the named ones", () => {
  const known = new Set<unknown>(Object.values(limits));
  expect(allOperations.filter(({ limit }) => limit && !known.has(limit)).map(({ name }) => name)).toEqual([]);
});
