// First, because it prepares what every module of Next looks for when it is loaded.
import { nextRoute } from "./next-route";
import { NextRequest } from "next/server";
import { freshAddress, TEST_ORIGIN } from "./test-context";

type Jar = Map<string, string>;

/** Keeps what an answer sets, as a browser would. */
function keep(jar: Jar, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = "", ...attributes] = line.split(";");
    const at = pair.indexOf("=");
    const isOver = attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute));
    if (isOver) jar.delete(pair.slice(0, at));
    else jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

const headerOf = (jar: Jar): Record<string, string> => (jar.size === 0 ? {} : { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") });

const NEXTAUTH = "/api/auth/[...nextauth]";

/** A browser on its way through a provider: our routes in Next's own runner, the provider over HTTP. */
export class ProviderBrowser {
  /** @param ip - default: another one for each request */
  constructor(readonly ip?: string) {}

  readonly cookies: Jar = new Map();
  readonly #theirs: Jar = new Map();

  /** @param query - of `/api/auth/login/{provider}` */
  async depart(provider: string, query: Record<string, string> = {}, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET"): Promise<Response> {
    const request = this.#request(`/api/auth/login/${provider}?${new URLSearchParams(query)}`, { "sec-fetch-site": "same-origin", ...headers }, { method });
    return this.#kept(await nextRoute("/api/auth/login/[provider]", () => import("@/app/api/auth/login/[provider]/route"), request, { provider }));
  }

  /** As Auth.js's client begins. */
  async departByForm(provider: string, form: Record<string, string>): Promise<Response> {
    const init = { method: "POST", body: new URLSearchParams(form) };
    const request = this.#request(`/api/auth/signin/${provider}`, { origin: TEST_ORIGIN, "x-auth-return-redirect": "1" }, init);
    return this.#kept(await nextRoute(NEXTAUTH, () => import("@/app/api/auth/[...nextauth]/route"), request, { nextauth: ["signin", provider] }));
  }

  /** Answers the provider's question. @param sub - null: cancels @returns where the provider sends us back to */
  async answer(location: string, sub: string | null): Promise<string> {
    const asked = await this.#at(location);
    const page = new URL(asked.headers.get("location") ?? "", location).href;
    await this.#at(page);
    const given = await this.#at(page, new URLSearchParams(sub === null ? { cancel: "1" } : { sub }));
    const resumed = await this.#at(new URL(given.headers.get("location") ?? "", location).href);
    return resumed.headers.get("location") ?? "";
  }

  /** @param url - of the callback, as the provider gave it */
  async comeBack(url: string, method: "GET" | "HEAD" = "GET"): Promise<Response> {
    const { pathname, search } = new URL(url);
    const request = this.#request(`${pathname}${search}`, { "sec-fetch-site": "cross-site" }, { method });
    const older = /^\/api\/auth\/auth\/(\w+)\/callback$/.exec(pathname)?.[1];
    if (older) {
      return this.#kept(await nextRoute("/api/auth/auth/[provider]/callback", () => import("@/app/api/auth/auth/[provider]/callback/route"), request, { provider: older }));
    }
    const nextauth = pathname.slice("/api/auth/".length).split("/");
    return this.#kept(await nextRoute(NEXTAUTH, () => import("@/app/api/auth/[...nextauth]/route"), request, { nextauth }));
  }

  /** As a provider with `response_mode=form_post` sends people back: from its own site, so without cookies. */
  async comeBackByForm(provider: string, form: Record<string, string>): Promise<Response> {
    const init = { method: "POST", body: new URLSearchParams(form) };
    const request = new NextRequest(`${TEST_ORIGIN}/api/auth/callback/${provider}`, { ...init, headers: { "x-gatehouse-client-address": freshAddress(), origin: "https://appleid.apple.com", "sec-fetch-site": "cross-site" } });
    return nextRoute(NEXTAUTH, () => import("@/app/api/auth/[...nextauth]/route"), request, { nextauth: ["callback", provider] });
  }

  /** All of it. @returns our last answer */
  async signIn(provider: string, sub: string | null, query: Record<string, string> = {}): Promise<Response> {
    const away = await this.depart(provider, query);
    return this.comeBack(await this.answer(away.headers.get("location") ?? "", sub));
  }

  #request(path: string, headers: Record<string, string>, init: { method?: string; body?: URLSearchParams } = {}): NextRequest {
    return new NextRequest(`${TEST_ORIGIN}${path}`, { ...init, headers: { "x-gatehouse-client-address": this.ip ?? freshAddress(), ...headerOf(this.cookies), ...headers } });
  }

  async #at(url: string, form?: URLSearchParams): Promise<Response> {
    const answer = await fetch(url, { method: form ? "POST" : "GET", body: form, redirect: "manual", headers: headerOf(this.#theirs) });
    keep(this.#theirs, answer);
    return answer;
  }

  #kept(answer: Response): Response {
    keep(this.cookies, answer);
    return answer;
  }
}
