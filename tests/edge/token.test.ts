import { exportJWK, exportPKCS8, generateKeyPair, importJWK, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signAccessToken, verifyAccessToken } from "@/lib/edge/token";
import { publicJwks, signingKey, verificationKeys } from "@/lib/edge/token-keys";
import { claims, NOW } from "./claims";

const SECRET = "a-secret-of-this-test-with-enough-characters-1";
const OTHER = "another-secret-of-this-test-with-enough-chars-2";

beforeEach(() => {
  vi.stubEnv("APP_URL", "http://localhost:3000");
  vi.stubEnv("AUTH_SECRET", SECRET);
});
afterEach(() => vi.unstubAllEnvs());

const invalid = { ok: false, reason: "invalid" };

/** A token with one thing changed, signed with the real key. */
const forge = async (header: Record<string, unknown>, changes = {}) => {
  const { alg, kid, key } = await signingKey();
  return new SignJWT(claims(changes)).setProtectedHeader({ alg, kid, typ: "at+jwt", ...header }).sign(key);
};

describe("access tokens under AUTH_SECRET", () => {
  it("come back as they were signed, with typ at+jwt and a kid", async () => {
    const token = await signAccessToken(claims({ plan: "pro" }));
    expect(await verifyAccessToken(token)).toEqual({ ok: true, claims: claims({ plan: "pro" }) });
    expect(JSON.parse(atob(token.split(".")[0] ?? ""))).toMatchObject({ typ: "at+jwt", alg: "HS256", kid: expect.any(String) });
  });

  it("tell expired from invalid, and show an expired one's claims", async () => {
    const expired = await signAccessToken(claims({ exp: NOW - 1 }));
    expect(await verifyAccessToken(expired)).toEqual({ ok: false, reason: "expired", claims: claims({ exp: NOW - 1 }) });
    expect(await verifyAccessToken(await signAccessToken(claims()), { nowSeconds: NOW + 841 })).toMatchObject({ reason: "expired" });
  });

  it("are good at an instance whose clock is a minute behind that of the one which signed them, and end by its own", async () => {
    for (const [ahead, isGood] of [[60, true], [61, false]] as const) {
      const token = await signAccessToken(claims({ iat: NOW + ahead, nbf: NOW + ahead }));
      expect((await verifyAccessToken(token, { nowSeconds: NOW })).ok).toBe(isGood);
    }
    const ending = await signAccessToken(claims({ exp: NOW }));
    expect(await verifyAccessToken(ending, { nowSeconds: NOW - 1 })).toMatchObject({ ok: true });
    expect(await verifyAccessToken(await forge({}, { exp: NOW }), { nowSeconds: NOW })).toMatchObject({ ok: false, reason: "expired" });
  });

  it("are refused with another type, issuer, audience, kid or a time to come", async () => {
    for (const typ of ["JWT", "refresh+jwt", "mfa+jwt", undefined]) expect(await verifyAccessToken(await forge({ typ }))).toEqual(invalid);
    expect(await verifyAccessToken(await forge({ kid: "other" }))).toEqual(invalid);
    expect(await verifyAccessToken(await forge({ kid: undefined }))).toEqual(invalid);
    for (const changes of [{ iss: "http://evil.test" }, { aud: "http://evil.test" }, { nbf: NOW + 600 }, { sub: 7 }, { roles: "admin" }, { perms: [1] }, { exp: undefined }]) {
      expect(await verifyAccessToken(await forge({}, changes)), JSON.stringify(changes)).toEqual(invalid);
    }
  });

  it("are refused unsigned, re-signed by another secret, tampered with, or as junk", async () => {
    const token = await signAccessToken(claims());
    const [head = "", body = "", signature = ""] = token.split(".");
    const { kid } = await signingKey();
    const none = btoa(JSON.stringify({ alg: "none", typ: "at+jwt", kid })).replaceAll("=", "");
    const raised = btoa(JSON.stringify(claims({ perms: ["*"] }))).replaceAll("=", "");
    const raw = new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid, typ: "at+jwt" });
    const junk = ["", ".", "..", "a.b.c", `${none}.${body}.`, `${none}.${body}.${signature}`, `${head}.${raised}.${signature}`, `${head}.${body}.`, `${token}x`, "x".repeat(9000)];
    for (const bad of [...junk, await raw.sign(new TextEncoder().encode(SECRET))]) expect(await verifyAccessToken(bad), bad.slice(0, 40)).toEqual(invalid);
  });

  it("outlive a change of secret while the previous one is named", async () => {
    const token = await signAccessToken(claims());
    vi.stubEnv("AUTH_SECRET", OTHER);
    expect(await verifyAccessToken(token)).toEqual(invalid);
    vi.stubEnv("AUTH_SECRET_PREVIOUS", SECRET);
    expect(await verifyAccessToken(token)).toMatchObject({ ok: true });
    expect((await signingKey()).kid).not.toBe((await verificationKeys())[1]?.kid);
  });

  it("publish no key, and nothing works without a secret", async () => {
    expect(await publicJwks()).toEqual({ keys: [] });
    vi.stubEnv("AUTH_SECRET", "");
    await expect(signAccessToken(claims())).rejects.toThrow("AUTH_SECRET is not set");
  });
});

describe.each(["EdDSA", "ES256"])("access tokens under a private %s key", (alg) => {
  it("verify with the published key alone, by PEM or JWK, and replace those of AUTH_SECRET", async () => {
    const before = await signAccessToken(claims());
    const pair = await generateKeyPair(alg, { extractable: true });
    vi.stubEnv("AUTH_JWT_PRIVATE_KEY", (await exportPKCS8(pair.privateKey)).replaceAll("\n", "\\n"));
    const token = await signAccessToken(claims());
    expect(await verifyAccessToken(token)).toMatchObject({ ok: true });
    expect(await verifyAccessToken(before)).toEqual(invalid);

    const [jwk] = (await publicJwks()).keys;
    expect(jwk).toMatchObject({ alg, use: "sig", kid: (await signingKey()).kid });
    expect(jwk).not.toHaveProperty("d");
    await importJWK(jwk ?? {}, alg);

    vi.stubEnv("AUTH_JWT_PRIVATE_KEY", JSON.stringify(await exportJWK(pair.privateKey)));
    expect(await verifyAccessToken(token)).toMatchObject({ ok: true });
  });

  it("do not take the public key for an HMAC secret, and keep the previous key", async () => {
    const pair = await generateKeyPair(alg, { extractable: true });
    const pem = await exportPKCS8(pair.privateKey);
    vi.stubEnv("AUTH_JWT_PRIVATE_KEY", pem);
    const token = await signAccessToken(claims());
    const { kid } = await signingKey();
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
    const confused = await new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid, typ: "at+jwt" }).sign(secret);
    expect(await verifyAccessToken(confused)).toEqual(invalid);

    const next = await generateKeyPair("EdDSA", { extractable: true });
    vi.stubEnv("AUTH_JWT_PRIVATE_KEY", await exportPKCS8(next.privateKey));
    expect(await verifyAccessToken(token)).toEqual(invalid);
    vi.stubEnv("AUTH_JWT_PRIVATE_KEY_PREVIOUS", pem);
    expect(await verifyAccessToken(token)).toMatchObject({ ok: true });
    expect((await publicJwks()).keys).toHaveLength(2);
  });
});
