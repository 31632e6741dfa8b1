import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { verifyAccessToken } from "@/lib/edge/token";
import { signingKey } from "@/lib/edge/token-keys";
import { newId } from "@/lib/ids";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { HOUR, travel } from "../setup/clock";
import { http } from "../setup/http";
import { withEnv } from "../setup/with-env";

const route = await import("@/app/api/auth/check-auth/route");
const jwksRoute = await import("@/app/api/auth/jwks/route");
const OTHER_SECRET = "another secret of the tests: 4b8f0c7d19ae4f2c8d3b5a6e7f809112";

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const byBearer = (accessToken: string) => http(route, { as: { accessToken } });
const byCookie = (accessToken: string) => http(route, { cookies: { access_token: accessToken } });

/** The viewer's own token with its header or claims changed, signed with the real key. */
async function resign(viewer: TestViewer, header: Record<string, unknown>, claims: Record<string, unknown> = {}): Promise<string> {
  const { alg, kid, key } = await signingKey();
  return new SignJWT({ ...claimsOf(viewer.accessToken), ...claims }).setProtectedHeader({ alg, kid, typ: "at+jwt", ...header }).sign(key);
}

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

const broken: [string, (viewer: TestViewer) => Promise<string> | string][] = [
  ["alg none @asvs V9.1.2", async ({ accessToken }) => `${encode({ alg: "none", typ: "at+jwt", kid: (await signingKey()).kid })}.${accessToken.split(".")[1]}.`],
  ["alg none with its signature kept", async ({ accessToken }) => `${encode({ alg: "none", typ: "at+jwt", kid: (await signingKey()).kid })}.${accessToken.split(".").slice(1).join(".")}`],
  ["another algorithm of the family", (viewer) => resign(viewer, { alg: "HS384" }).catch(() => "a.b.c")],
  ["another key @asvs V9.1.1", ({ accessToken }) => new SignJWT(claimsOf(accessToken)).setProtectedHeader({ alg: "HS256", typ: "at+jwt" }).sign(new TextEncoder().encode(OTHER_SECRET))],
  ["another key under our kid", async ({ accessToken }) => new SignJWT(claimsOf(accessToken)).setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: (await signingKey()).kid }).sign(new TextEncoder().encode(OTHER_SECRET))],
  ["AUTH_SECRET itself as the key", async ({ accessToken }) => new SignJWT(claimsOf(accessToken)).setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: (await signingKey()).kid }).sign(new TextEncoder().encode(String(process.env.AUTH_SECRET)))],
  ["a key named inside the token @asvs V9.1.3", async (viewer) => resign(viewer, { kid: "none", jwk: { kty: "oct", k: "AAAA" }, jku: "https://evil.example/jwks.json" })],
  ["another type @asvs V9.2.2", (viewer) => resign(viewer, { typ: "JWT" })],
  ["no type", (viewer) => resign(viewer, { typ: undefined })],
  ["another issuer", (viewer) => resign(viewer, {}, { iss: "https://evil.example" })],
  ["another audience @asvs V9.2.3", (viewer) => resign(viewer, {}, { aud: "https://evil.example" })],
  ["an end in the past @asvs V9.2.1", (viewer) => resign(viewer, {}, { exp: secondsAgo(1) })],
  ["no end", (viewer) => resign(viewer, {}, { exp: undefined })],
  ["a beginning to come", (viewer) => resign(viewer, {}, { nbf: secondsAgo(-600) })],
  ["a session that never was", (viewer) => resign(viewer, {}, { sid: newId() })],
  ["a session id that is none", (viewer) => resign(viewer, {}, { sid: "' OR 1=1 --" })],
  ["raised permissions under the old signature", ({ accessToken }) => [accessToken.split(".")[0], encode({ ...claimsOf(accessToken), perms: ["*"] }), accessToken.split(".")[2]].join(".")],
  ["a refresh token", ({ refreshToken }) => refreshToken],
  ["no signature", ({ accessToken }) => `${accessToken.split(".").slice(0, 2).join(".")}.`],
  ["one character changed", ({ accessToken }) => `${accessToken.slice(0, -10)}${accessToken.at(-10) === "A" ? "B" : "A"}${accessToken.slice(-9)}`],
  ["9,000 characters", () => `${"x".repeat(3000)}.${"y".repeat(3000)}.${"z".repeat(3000)}`],
  ["100,000 characters", () => "x".repeat(100_000)],
  ["garbage", () => "%%%"],
  ["only dots", () => ".."],
];

describe("an access token with", () => {
  it.each(broken)("%s is a 401, by Bearer and by cookie", async (_title, forge) => {
    const viewer = await makeViewer();
    const token = await forge(viewer);
    for (const present of [byBearer, byCookie]) {
      const answer = await present(token);
      expect(answer).toMatchObject({ status: 401, body: { code: "UNAUTHORIZED", error: expect.stringContaining("(401)") }, cookies: {} });
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
      expect(JSON.stringify(answer.body)).not.toContain(viewer.user.email);
    }
    expect((await byBearer(viewer.accessToken)).status).toBe(200);
  });

  it("everything as we made it is good, until its end", async () => {
    const viewer = await makeViewer();
    expect([(await byBearer(viewer.accessToken)).status, (await byCookie(viewer.accessToken)).status]).toEqual([200, 200]);
    await travel(HOUR);
    expect([(await byBearer(viewer.accessToken)).status, (await byCookie(viewer.accessToken)).status]).toEqual([401, 401]);
  });

  it("no e-mail, name or secret inside", async () => {
    const viewer = await makeViewer(["users.view"], { firstName: "Grace", lastName: "Hopper" });
    const claims = claimsOf(viewer.accessToken);
    expect(Object.keys(claims).sort()).toEqual(["amr", "aud", "auth_time", "exp", "iat", "iss", "jti", "nbf", "perms", "roles", "sid", "sub", "tid", "ver"]);
    expect(JSON.stringify(claims)).not.toMatch(/@|Grace|Hopper|\$2b/);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900);
  });
});

describe("malformed Authorization headers", () => {
  it.each(["Bearer", "Bearer ", "Basic YTpi", "bearer", "Bearer a b", "Token x", "Bearer\tx"])("%s is nobody", async (authorization) => {
    expect((await http(route, { headers: { authorization } })).status).toBe(401);
  });

  it("the scheme is of any letter case (RFC 9110)", async () => {
    const viewer = await makeViewer();
    expect((await http(route, { headers: { authorization: `bEARER ${viewer.accessToken}` } })).status).toBe(200);
  });

  it("a broken Bearer token is not mended by a good cookie", async () => {
    const viewer = await makeViewer();
    expect((await http(route, { headers: { authorization: "Bearer not.a.token" }, cookies: { access_token: viewer.accessToken } })).status).toBe(401);
  });
});

describe("a Bearer token and a cookie in one request", () => {
  it("of different people are a 400; of one person they are fine", async () => {
    const [first, second] = [await makeViewer(), await makeViewer()];
    const mixed = await http(route, { as: first, cookies: { access_token: second.accessToken } });
    expect(mixed).toMatchObject({ status: 400, body: { code: "BAD_REQUEST" } });
    const again = await makeSession(first.user);
    expect((await http(route, { as: first, cookies: { access_token: again.accessToken } })).status).toBe(200);
    expect((await http(route, { as: first, cookies: { access_token: first.accessToken } })).status).toBe(200);
  });
});

describe("permissions in the token", () => {
  it("too many for a cookie are left out, and the server still knows them", async () => {
    const many = Array.from({ length: 300 }, (_, n) => `resource_${n}.action`);
    const viewer = await makeViewer([...many, "users.view"]);
    const claims = claimsOf(viewer.accessToken);
    expect(viewer.accessToken.length).toBeLessThan(3500);
    expect(claims.perms).toBeUndefined();
    expect(claims.roles).toHaveLength(1);
    const users = await import("@/app/api/admin/users/route");
    expect((await http(users, { as: viewer })).status).toBe(200);
  });

  it("too many roles for a cookie still leave a token that fits one", async () => {
    const { giveRole, makeRole } = await import("../factories/make-role");
    const user = await makeUser();
    for (let count = 0; count < 120; count += 1) await giveRole(user.id, (await makeRole(["users.view"])).id, user.organizationId);
    const session = await makeSession(user);
    expect(session.accessToken.length).toBeLessThan(3500);
    expect((await byCookie(session.accessToken)).status).toBe(200);
  });
});

describe("a change of keys @asvs V11.2.2", () => {
  it("AUTH_SECRET_PREVIOUS is accepted, and signs nothing new", async () => {
    const viewer = await makeViewer();
    const old = String(process.env.AUTH_SECRET);
    await withEnv({ AUTH_SECRET: OTHER_SECRET, AUTH_SECRET_PREVIOUS: old }, async () => {
      expect((await byBearer(viewer.accessToken)).status).toBe(200);
      const fresh = await makeSession(viewer.user);
      await withEnv({ AUTH_SECRET_PREVIOUS: undefined }, async () => {
        expect((await byBearer(fresh.accessToken)).status).toBe(200);
        expect((await byBearer(viewer.accessToken)).status).toBe(401);
      });
    });
  });

  it.each(["EdDSA", "ES256"] as const)("%s by AUTH_JWT_PRIVATE_KEY, with its public key in the JWKS", async (alg) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    const symmetric = await makeViewer();
    for (const text of [await exportPKCS8(privateKey), JSON.stringify(await exportJWK(privateKey))]) {
      await withEnv({ AUTH_JWT_PRIVATE_KEY: text }, async () => {
        const viewer = await makeViewer();
        expect((await byBearer(viewer.accessToken)).status).toBe(200);
        expect(await verifyAccessToken(viewer.accessToken)).toMatchObject({ ok: true });
        expect((await byBearer(symmetric.accessToken)).status).toBe(401);
        const { body } = await http(jwksRoute);
        expect(body.keys).toMatchObject([{ alg, use: "sig", kid: expect.any(String) }]);
        expect(body.keys[0]).not.toHaveProperty("d");
        const [key] = body.keys;
        const confused = new SignJWT(claimsOf(viewer.accessToken)).setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: key.kid });
        expect((await byBearer(await confused.sign(new TextEncoder().encode(JSON.stringify(key))))).status).toBe(401);
      });
    }
    expect((await http(jwksRoute)).body).toEqual({ keys: [] });
  });
});
