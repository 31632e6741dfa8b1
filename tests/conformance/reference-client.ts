/**
 * A browser with the reference systems' React client in it, as far as the server sees it: which requests it sends in which
 * order, from another origin, and what it reads of the answers. Written from its documented protocol.
 */
import type { HttpAnswer } from "../setup/http";
import { send, type Sent } from "./wire";

export const APP_ORIGIN = "https://app.example.com";

interface Tokens {
  access_token: string;
  refresh_token: string;
}

export class ReferenceClient {
  /** `GET /check-auth 401`, in their order. */
  readonly calls: string[] = [];
  readonly jar = new Map<string, string>();
  /** What it keeps where cookies are blocked. */
  stored: Tokens | null = null;
  user: Record<string, unknown> | null = null;
  isAuthenticated = false;
  #pending: Tokens | null = null;
  readonly #cookiesBlocked: boolean;
  readonly #customHeaders: Record<string, string>;

  constructor({ cookiesBlocked = false, customHeaders = {} } = {}) {
    this.#cookiesBlocked = cookiesBlocked;
    this.#customHeaders = customHeaders;
  }

  /** A page load. */
  async mount(): Promise<void> {
    if (await this.checkAuth()) await this.#signedIn();
    else if (await this.refresh()) await this.#signedIn();
    else this.#signedOut();
  }

  /** What its login() and signup() do. */
  async enter(path: "/login" | "/signup", body: unknown): Promise<HttpAnswer> {
    this.#signedOut();
    const answer = await this.#ask("POST", path, { body });
    const { access_token, refresh_token } = answer.body as Partial<Tokens>;
    if (answer.status >= 300 || !access_token || !refresh_token) return answer;
    this.#pending = { access_token, refresh_token };
    await this.#signedIn();
    return answer;
  }

  async checkAuth(): Promise<boolean> {
    const { status, body } = await this.#ask("GET", "/check-auth", this.#bearer(this.stored?.access_token));
    return status < 300 && ((body as { authenticated?: boolean }).authenticated ?? true);
  }

  async refresh(): Promise<boolean> {
    const { status, body } = await this.#ask("POST", "/token/refresh", this.#bearer(this.stored?.refresh_token), {});
    const { access_token, refresh_token } = body as Partial<Tokens>;
    if (status < 300 && this.stored && access_token && refresh_token) this.stored = { access_token, refresh_token };
    return status < 300;
  }

  ask = (method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<HttpAnswer> =>
    this.#ask(method, path, { ...this.#bearer(this.stored?.access_token), ...(body === undefined ? {} : { body }) });

  async logout(): Promise<HttpAnswer> {
    const answer = await this.ask("POST", "/logout");
    if (answer.status < 300) this.#signedOut();
    return answer;
  }

  async #signedIn(): Promise<void> {
    this.isAuthenticated = true;
    const answer = await this.ask("GET", "/user/@me");
    if (answer.status < 300) {
      this.user = (answer.body as { user: Record<string, unknown> }).user;
      this.#pending = null;
      return;
    }
    // It knows the status by the text alone.
    const text = String((answer.body as { error?: unknown }).error ?? "");
    if (text.includes("401") && this.#pending) {
      this.stored = this.#pending;
      this.#pending = null;
      await this.#signedIn();
    }
  }

  #signedOut(): void {
    this.user = null;
    this.isAuthenticated = false;
    this.stored = null;
    this.#pending = null;
  }

  #bearer = (token: string | undefined): Sent => (token ? { headers: { authorization: `Bearer ${token}` } } : {});

  async #ask(method: string, path: string, request: Sent, custom = this.#customHeaders): Promise<HttpAnswer> {
    const headers = { "content-type": "application/json", origin: APP_ORIGIN, "sec-fetch-site": "same-site", ...custom, ...request.headers };
    const answer = await send(`${method} /api/auth${path}`, { ...request, cookies: Object.fromEntries(this.jar), headers });
    if (!this.#cookiesBlocked) for (const [name, { value }] of Object.entries(answer.cookies)) this.#keep(name, value);
    this.calls.push(`${method} ${path} ${answer.status}`);
    return answer;
  }

  #keep(name: string, value: string): void {
    if (value === "") this.jar.delete(name);
    else this.jar.set(name, value);
  }
}
