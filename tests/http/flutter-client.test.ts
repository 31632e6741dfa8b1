/** The sequence of docs/clients/flutter.md, as the server sees it: the same steps in the same order, by the sample's paths. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { send } from "../conformance/wire";
import { makeUser, type TestUser } from "../factories/make-user";
import { auditRowsOf } from "../setup/audit-rows";
import { MINUTE, travel } from "../setup/clock";
import type { HttpAnswer } from "../setup/http";

const page = readFileSync(join(import.meta.dirname, "../../docs/clients/flutter.md"), "utf8");

interface Paths {
  login: string;
  refresh: string;
  me: string;
  logout: string;
}

const ofTheSample = Object.fromEntries([...page.matchAll(/static const (\w+) = '([^']+)'/g)].map(([, name, path]) => [name, path])) as unknown as Paths;

const PATHS: [string, Paths][] = [
  ["the sample's paths", ofTheSample],
  ["Scribes' paths", { login: "/auth/login", refresh: "/auth/refresh", me: "/auth/me", logout: "/auth/logout" }], // feature:compat
];

interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** What a Dart HTTP client says of itself: neither an Origin nor any Sec-Fetch header. */
const DART = { "user-agent": "Dart/3.5 (dart:io)" };

class FlutterClient {
  readonly calls: string[] = [];
  stored: Tokens | null = null;
  timesSignedOut = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly paths: Paths,
    /** false: keeps what a renewal gives of the access token alone. */
    private readonly keepsBoth = true,
  ) {}

  async login({ email, password }: TestUser): Promise<HttpAnswer> {
    const answer = await this.#plain("POST", this.paths.login, { body: { email, password } });
    this.stored = tokensOf(answer);
    this.calls.length = 0;
    return answer;
  }

  /** A call of the app, through the interceptor. */
  async get(path: string): Promise<HttpAnswer> {
    const sent = this.stored?.access_token;
    const answer = await this.#plain("GET", path, {}, sent);
    return isOutOfDate(answer) ? this.#queued(() => this.#repeated(path, answer, sent)) : answer;
  }

  logout(): Promise<HttpAnswer> {
    const { refresh_token } = this.stored ?? {};
    this.stored = null;
    return this.#plain("POST", this.paths.logout, { body: { refresh_token } });
  }

  async #repeated(path: string, refused: HttpAnswer, sent: string | undefined): Promise<HttpAnswer> {
    const access = await this.#newerThan(sent);
    return access ? this.#plain("GET", path, {}, access) : refused;
  }

  async #newerThan(refused: string | undefined): Promise<string | null> {
    const tokens = this.stored;
    if (!tokens) return null;
    if (tokens.access_token !== refused) return tokens.access_token;
    const answer = await this.#plain("POST", this.paths.refresh, { body: { refresh_token: tokens.refresh_token } });
    if (answer.status === 401) {
      this.stored = null;
      this.timesSignedOut += 1;
      return null;
    }
    const renewed = tokensOf(answer);
    this.stored = this.keepsBoth ? renewed : { ...tokens, access_token: renewed.access_token };
    return renewed.access_token;
  }

  /** A QueuedInterceptor: one refused call at a time. */
  #queued<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #plain(method: "GET" | "POST", path: string, request: { body?: unknown }, access?: string): Promise<HttpAnswer> {
    const answer = await send(`${method} ${path}`, { ...request, headers: { ...DART, ...(access ? { authorization: `Bearer ${access}` } : {}) } });
    this.calls.push(`${method} ${path} ${answer.status}`);
    return answer;
  }
}

function tokensOf({ status, body }: HttpAnswer): Tokens {
  const { access_token, refresh_token } = body as Tokens;
  expect([status, access_token, refresh_token]).toEqual([200, expect.any(String), expect.any(String)]);
  return { access_token, refresh_token };
}

const isOutOfDate = ({ status, body }: HttpAnswer): boolean => status === 401 && ["UNAUTHORIZED", "TOKEN_STALE"].includes((body as { code: string }).code);

const times = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));

describe.each(PATHS)("by %s", (_name, paths) => {
  async function signedIn(keepsBoth = true) {
    const user = await makeUser();
    const client = new FlutterClient(paths, keepsBoth);
    const { body, cookies } = await client.login(user);
    return { client, user, body, cookies };
  }

  it("signs in with tokens in the body and no cookie, in the default delivery", async () => {
    const { client, user, body, cookies } = await signedIn();
    expect(body).toMatchObject({ token_type: expect.stringMatching(/^bearer$/i), expires_in: 900, user: { id: user.id, email: user.email } });
    expect(cookies).toEqual({});
    expect((await client.get(paths.me)).status).toBe(200);
    expect(client.calls).toEqual([`GET ${paths.me} 200`]);
  });

  it("renews an expired token and repeats the call once, again and again", async () => {
    const { client } = await signedIn();
    for (let expiry = 0; expiry < 3; expiry += 1) {
      const before = client.stored;
      client.calls.length = 0;
      await travel(16 * MINUTE);
      expect((await client.get(paths.me)).status).toBe(200);
      expect(client.calls).toEqual([`GET ${paths.me} 401`, `POST ${paths.refresh} 200`, `GET ${paths.me} 200`]);
      expect(client.stored?.access_token).not.toBe(before?.access_token);
      expect(client.stored?.refresh_token).not.toBe(before?.refresh_token);
    }
  });

  it("renews once for calls that are refused at the same moment", async () => {
    const { client } = await signedIn();
    await travel(16 * MINUTE);
    const answers = await times(5, () => client.get(paths.me));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(client.calls.filter((call) => call.includes(paths.refresh))).toEqual([`POST ${paths.refresh} 200`]);
    expect(client.calls.filter((call) => call.endsWith("401"))).toHaveLength(5);
  });

  it("is signed out once where the session is over, and repeats nothing", async () => {
    const { client } = await signedIn();
    const other = new FlutterClient(paths);
    other.stored = client.stored;
    expect((await other.logout()).status).toBe(200);
    const answers = await times(3, () => client.get(paths.me));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(client.calls.filter((call) => !call.startsWith("GET"))).toEqual([`POST ${paths.refresh} 401`]);
    expect([client.calls.length, client.stored, client.timesSignedOut]).toEqual([4, null, 1]);
  });

  it("is signed out at the second renewal if it keeps only the new access token", async () => {
    const { client } = await signedIn(false);
    await travel(16 * MINUTE);
    expect((await client.get(paths.me)).status).toBe(200);
    await travel(16 * MINUTE);
    const rows = await auditRowsOf(() => client.get(paths.me));
    expect(client.calls.slice(-2)).toEqual([`GET ${paths.me} 401`, `POST ${paths.refresh} 401`]);
    expect(rows).toMatchObject([{ action: "token.reuse_detected" }]);
    expect(client.stored).toBeNull();
  });

  it("signs out with the refresh token, however old the access token is", async () => {
    const { client } = await signedIn();
    const before = client.stored;
    await travel(16 * MINUTE);
    expect((await client.logout()).status).toBe(200);
    client.stored = before;
    expect((await client.get(paths.me)).status).toBe(401);
    expect(client.calls.slice(-1)).toEqual([`POST ${paths.refresh} 401`]);
  });
});

it("takes its paths from the sample", () => {
  expect(ofTheSample).toEqual({ login: "/api/auth/login", refresh: "/api/auth/token/refresh", me: "/api/auth/user/@me", logout: "/api/auth/logout" });
});
