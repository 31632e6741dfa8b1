import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { signAccessToken, verifyAccessToken } from "@/lib/edge/token";
import { claims } from "./claims";

const SECRET = "a-secret-of-this-test-with-enough-characters-1";
const OTHER = "another-secret-of-this-test-with-enough-chars-2";
const invalid = { ok: false, reason: "invalid" };

let token: string;

beforeEach(async () => {
  vi.stubEnv("APP_URL", "http://localhost:3000");
  vi.stubEnv("AUTH_SECRET", SECRET);
  token = await signAccessToken(claims());
  expect(await verifyAccessToken(token)).toMatchObject({ ok: true });
});
afterEach(() => vi.unstubAllEnvs());

it("a token seen before is good again, its claims beyond anybody's reach", async () => {
  const verify = vi.spyOn(crypto.subtle, "verify");
  const verdict = await verifyAccessToken(token);
  expect(verdict).toEqual({ ok: true, claims: claims() });
  expect(verify).not.toHaveBeenCalled();
  verify.mockRestore();
  expect(verdict.ok && Object.isFrozen(verdict.claims)).toBe(true);
});

it("its times are judged at every use, to the second", async () => {
  const { exp, nbf } = claims();
  expect(await verifyAccessToken(token, { nowSeconds: exp - 1 })).toMatchObject({ ok: true });
  expect(await verifyAccessToken(token, { nowSeconds: exp })).toEqual({ ok: false, reason: "expired", claims: claims() });
  expect(await verifyAccessToken(token, { nowSeconds: nbf - 60 })).toMatchObject({ ok: true });
  expect(await verifyAccessToken(token, { nowSeconds: nbf - 61 })).toEqual(invalid);
});

it("another secret, another address and other bytes know nothing of it", async () => {
  vi.stubEnv("AUTH_SECRET", OTHER);
  expect(await verifyAccessToken(token)).toEqual(invalid);
  vi.stubEnv("AUTH_SECRET", SECRET);
  vi.stubEnv("APP_URL", "http://elsewhere.test");
  expect(await verifyAccessToken(token)).toEqual(invalid);
  vi.stubEnv("APP_URL", "http://localhost:3000");
  expect(await verifyAccessToken(`${token}x`)).toEqual(invalid);
  expect(await verifyAccessToken(token)).toMatchObject({ ok: true });
});

it("more than a thousand push out the oldest, which is then verified anew", async () => {
  for (let n = 0; n < 1000; n += 1) await verifyAccessToken(await signAccessToken(claims({ jti: String(n) })));
  const verify = vi.spyOn(crypto.subtle, "verify");
  expect(await verifyAccessToken(token)).toMatchObject({ ok: true });
  expect(verify).toHaveBeenCalledOnce();
  verify.mockRestore();
});
