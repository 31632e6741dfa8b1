import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_ISSUERS } from "../../scripts/demo-providers/demo-issuers";
import { type DemoProviders, startDemoProviders } from "../../scripts/demo-providers/start-demo-providers";

const APP = "http://localhost:3999";
const CALLBACK = `${APP}/api/auth/callback/google`;
const VERIFIER = "of-the-tests-alone-of-the-tests-alone-of-the-tests-alone";
const [grace, una] = DEMO_ISSUERS[0]?.people ?? [];

let demo: DemoProviders;
beforeAll(async () => {
  demo = await startDemoProviders({ appUrl: APP });
});
afterAll(() => demo.close());

/** Cookies go where their path says, as in a browser. */
class Browser {
  readonly #jar = new Map<string, { pair: string; path: string }>();

  async visit(location: string | null, form?: Record<string, string>): Promise<Response> {
    const url = new URL(location ?? "", demo.url);
    const cookie = [...this.#jar.values()].filter(({ path }) => url.pathname.startsWith(path)).map(({ pair }) => pair).join("; ");
    const init = form && { method: "POST", body: new URLSearchParams(form) };
    const answer = await fetch(url, { ...init, redirect: "manual", headers: { accept: "text/html", cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const pair = line.split(";")[0] ?? "";
      const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? "/";
      const key = `${pair.split("=")[0]} ${path}`;
      if (/expires=Thu, 01 Jan 1970/i.test(line)) this.#jar.delete(key);
      else this.#jar.set(key, { pair, path });
    }
    return answer;
  }

  /** @returns the page on which the provider asks who it is */
  async leave(): Promise<string> {
    const challenge = Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(VERIFIER))).toString("base64url");
    const query = new URLSearchParams({ client_id: "gatehouse", response_type: "code", scope: "openid email profile", redirect_uri: CALLBACK, state: "s", code_challenge: challenge, code_challenge_method: "S256" });
    const asked = await this.visit(`${demo.url}/google/auth?${query}`);
    const page = new URL(asked.headers.get("location") ?? "", demo.url).href;
    expect((await this.visit(page)).status).toBe(200);
    return page;
  }

  /** @returns where the provider sends the browser back to */
  async choose(page: string, form: Record<string, string>): Promise<URL> {
    const resumed = await this.visit((await this.visit(page, form)).headers.get("location"));
    return new URL(resumed.headers.get("location") ?? "", APP);
  }

  /** @returns the claims of whoever has signed in */
  async signIn(sub = ""): Promise<Record<string, unknown>> {
    const code = (await this.choose(await this.leave(), { sub })).searchParams.get("code") ?? "";
    const answer = await fetch(`${demo.url}/google/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(decodeURIComponent(new URL(demo.setting).username) + ":" + new URL(demo.setting).password)}` },
      body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER }),
    });
    const { id_token: idToken } = (await answer.json()) as { id_token: string };
    return decodeJwt(idToken);
  }
}

describe("the demonstration's provider", () => {
  it("lets one browser sign in as one person, as another, and as the first again", async () => {
    const browser = new Browser();
    for (const person of [grace, una, una, grace]) {
      expect(await browser.signIn(person?.sub)).toMatchObject({ sub: person?.sub, email: person?.email });
    }
  });

  it("takes a cancelled sign-in for nobody's, whoever was signed in before", async () => {
    const browser = new Browser();
    await browser.signIn(grace?.sub);
    const back = await browser.choose(await browser.leave(), { cancel: "1" });
    expect([back.href.startsWith(CALLBACK), back.searchParams.get("error")]).toEqual([true, "access_denied"]);
    expect(await browser.signIn(una?.sub)).toMatchObject({ sub: una?.sub });
  });

  it("leads back to the sign-in page from one that is over", async () => {
    const browser = new Browser();
    const page = await browser.leave();
    const resumed = (await browser.visit(page, { sub: grace?.sub ?? "" })).headers.get("location");
    await browser.visit(resumed);
    const late = [await browser.visit(page), await browser.visit(page, { sub: una?.sub ?? "" }), await browser.visit(resumed), await new Browser().visit(page)];
    for (const answer of late) {
      expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
      expect(await answer.text()).toContain(`<a href="${APP}/login">`);
    }
  });
});
