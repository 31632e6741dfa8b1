import { ProviderBrowser } from "../setup/provider-browser";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { randomToken, sha256 } from "@/lib/crypto";
import { forgetEnv } from "@/lib/env";
import { isIn, locationOf, personAt, useProviders } from "../setup/provider-world";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { send } from "./wire";

useProviders();

const FRONT_END = "https://front.example.com";
const APP = `${FRONT_END}/signed-in`;
beforeEach(() => {
  process.env.REDIRECT_ALLOW_LIST = `${FRONT_END},${APP}`;
  forgetEnv();
});
afterEach(() => {
  delete process.env.REDIRECT_ALLOW_LIST;
});

const TOKENS = ["access_token", "refresh_token"];
const keptBy = ({ cookies }: ProviderBrowser) => [...cookies.keys()].filter((name) => TOKENS.includes(name));
const keysOf = (answer: Response) => [...new URL(locationOf(answer)).searchParams.keys()];

describe("what a provider's sign-in ends in", () => {
  conforms("10.1-oauth", async () => {
    for (const mode of ["cookies_only", "dual", "body_only"]) {
      const browser = new ProviderBrowser();
      const answer = await withEnv({ TOKEN_DELIVERY: mode }, () => browser.signIn("google", personAt("google").sub, { redirect_uri: FRONT_END }));
      expect([locationOf(answer), keptBy(browser)]).toEqual([`${FRONT_END}/`, TOKENS]);
    }
    const verifier = randomToken();
    const asked = { redirect_uri: APP, code_challenge: sha256(verifier).toString("base64url"), code_challenge_method: "S256" };
    const app = new ProviderBrowser();
    const end = new URL(locationOf(await app.signIn("google", personAt("google").sub, asked)));
    expect([[...end.searchParams.keys()], app.cookies.size]).toEqual([["code"], 0]);
    const input = { code: end.searchParams.get("code"), code_verifier: verifier };
    expect(await send("POST /api/auth/token", { body: input })).toMatchObject({ status: 200, body: { access_token: expect.any(String), refresh_token: expect.any(String) } });
    expect((await send("POST /api/auth/token", { body: input })).status).toBe(400);
  });

  conforms("1.0-oauth", async () => {
    const { sub } = personAt("google");
    const browser = new ProviderBrowser();
    const answer = await browser.signIn("google", sub, { redirect_uri: FRONT_END });
    expect([locationOf(answer), await isIn(browser)]).toEqual([`${FRONT_END}/`, true]);
    expect(await answer.text()).not.toMatch(/token/);
    // The old way, for whoever cannot do without.
    for (const [mode, shown, kept] of [["cookies_only", [], TOKENS], ["body_only", TOKENS, []], ["dual", TOKENS, TOKENS]] as const) {
      await withEnv({ INSECURE_LEGACY_TOKEN_REDIRECT: "true", TOKEN_DELIVERY: mode }, async () => {
        const old = new ProviderBrowser();
        const there = await old.signIn("google", sub, { redirect_uri: `${FRONT_END}/?redirect=%2Fhome` });
        expect([keysOf(there), keptBy(old)]).toEqual([["redirect", ...shown], kept]);
        const token = new URL(locationOf(there)).searchParams.get("access_token");
        if (token) expect((await send("GET /api/auth/check-auth", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
        // A page of ours lives by cookies.
        const here = new ProviderBrowser();
        expect([locationOf(await here.signIn("google", sub)), keptBy(here)]).toEqual(["/dashboard", TOKENS]);
      });
    }
  });
});
