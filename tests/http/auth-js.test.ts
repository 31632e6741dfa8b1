// First, because it prepares what every module of Next looks for when it is loaded.
import { nextRoute } from "../setup/next-route";
import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { HOUR, travel } from "../setup/clock";
import { rowsUnchanged } from "../setup/rows-unchanged";
import { freshAddress, TEST_ORIGIN } from "../setup/test-context";
import { oneRow } from "../setup/sql";
import { withEnv } from "../setup/with-env";

interface Asked {
  method?: string;
  cookies?: Record<string, string>;
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

function ask(path: string, { method, cookies = {}, form, headers = {} }: Asked = {}): Promise<Response> {
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; ");
  const request = new NextRequest(`${TEST_ORIGIN}/api/auth/${path}`, {
    method: method ?? (form ? "POST" : "GET"),
    headers: { "x-gatehouse-client-address": freshAddress(), ...(form ? { origin: TEST_ORIGIN } : {}), ...(cookie ? { cookie } : {}), ...headers },
    body: form && new URLSearchParams(form),
  });
  return nextRoute("/api/auth/[...nextauth]", () => import("@/app/api/auth/[...nextauth]/route"), request, { nextauth: path.split("/") });
}

const cookiesOf = (answer: Response) => Object.fromEntries(answer.headers.getSetCookie().map((line) => [line.slice(0, line.indexOf("=")), line]));
const cookiesFor = (viewer: TestViewer) => ({ access_token: viewer.accessToken, refresh_token: viewer.refreshToken });

/** What Auth.js's client does first: a token, and the cookie that it belongs to. */
async function csrf(): Promise<{ csrfToken: string; cookies: Record<string, string> }> {
  const answer = await ask("csrf");
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const line = cookiesOf(answer)["authjs.csrf-token"] ?? "";
  return { csrfToken, cookies: { "authjs.csrf-token": line.slice(line.indexOf("=") + 1, line.indexOf(";")) } };
}

async function signOut(sessionCookies: Record<string, string>, more: Asked = {}): Promise<Response> {
  const { csrfToken, cookies } = await csrf();
  return ask("signout", { form: { csrfToken, callbackUrl: "/" }, cookies: { ...cookies, ...sessionCookies }, ...more });
}

const isIn = async (caller: { accessToken: string }) => (await callAs(caller).run(checkAuth)).error === null;

describe("Auth.js's reads", () => {
  it("/csrf and /providers answer their JSON", async () => {
    const { csrfToken } = await csrf();
    expect(csrfToken).toMatch(/^[0-9a-f]{64}$/);
    const providers = await ask("providers");
    expect([providers.status, await providers.json()]).toEqual([200, {}]);
  });

  it("its HTML pages lead to ours", async () => {
    for (const path of ["signin", "signout", "error", "verify-request"]) {
      const answer = await ask(path);
      expect([path, answer.status]).toEqual([path, 302]);
      expect(new URL(answer.headers.get("location") ?? "", TEST_ORIGIN).pathname).toBe("/login");
    }
  });

  it("none of them sets, renews or changes a session cookie of ours", async () => {
    const viewer = await makeViewer();
    for (const path of ["csrf", "providers", "signin", "signout", "error", "verify-request"]) {
      const answer = await rowsUnchanged(() => ask(path, { cookies: cookiesFor(viewer) }), []);
      expect(Object.keys(cookiesOf(answer)).filter((name) => !name.startsWith("authjs."))).toEqual([]);
      for (const line of answer.headers.getSetCookie()) expect(line).not.toMatch(/Max-Age|Expires/i);
    }
    expect(await isIn(viewer)).toBe(true);
  });
});

describe("POST /signout", () => {
  it("ends our session and clears both cookies, with our audit row @asvs V7.4.1", async () => {
    const viewer = await makeViewer();
    let answer = new Response();
    const rows = await auditRowsOf(async () => {
      answer = await signOut(cookiesFor(viewer));
    });
    expect(answer.status).toBe(302);
    expect(new URL(answer.headers.get("location") ?? "", TEST_ORIGIN).origin).toBe(TEST_ORIGIN);
    for (const name of ["access_token", "refresh_token"]) expect(cookiesOf(answer)[name]).toMatch(new RegExp(`^${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=lax$`));
    expect(await isIn(viewer)).toBe(false);
    expect(rows).toMatchObject([{ action: "user.logout", actor_id: viewer.user.id, session_id: viewer.sessionId, success: true }]);
  });

  it("leads to APP_URL's pages and sets https cookies there, whatever address the server listens at @asvs V3.3.1", async () => {
    await withEnv({ APP_URL: "https://app.example.com" }, async () => {
      const cookies = (await ask("csrf")).headers.getSetCookie();
      expect(cookies.map((line) => line.slice(0, line.indexOf("=")))).toEqual(["__Host-authjs.csrf-token", "__Secure-authjs.callback-url"]);
      for (const line of cookies) expect(line).toContain("; Secure");
      const answer = await ask("callback/github", { headers: { host: "evil.example", "x-forwarded-host": "evil.example" } });
      expect(answer.headers.get("location")).toMatch(/^https:\/\/app\.example\.com\/login\?/);
    });
  });

  it("also once the access token has expired", async () => {
    const viewer = await makeViewer();
    await travel(HOUR);
    const answer = await signOut(cookiesFor(viewer));
    expect(cookiesOf(answer).refresh_token).toContain("Max-Age=0");
    const { reason } = await oneRow<{ reason: string }>("SELECT revoke_reason AS reason FROM sessions WHERE id = $1", [viewer.sessionId]);
    expect(reason).toBe("user_logout");
  });

  it("does nothing without Auth.js's token, with another's, or from another site @asvs V3.5.1", async () => {
    const viewer = await makeViewer();
    const { cookies } = await csrf();
    const { csrfToken: foreign } = await csrf();
    const tries: (() => Promise<Response>)[] = [
      () => ask("signout", { form: {}, cookies: cookiesFor(viewer) }),
      () => ask("signout", { form: { csrfToken: foreign }, cookies: { ...cookies, ...cookiesFor(viewer) } }),
      () => signOut(cookiesFor(viewer), { headers: { origin: "https://evil.example" } }),
    ];
    for (const work of tries) {
      const answer = await rowsUnchanged(work, []);
      expect(cookiesOf(answer).access_token).toBeUndefined();
    }
    expect(await isIn(viewer)).toBe(true);
  });

  it("never leads to another site @asvs V3.7.2", async () => {
    const { csrfToken, cookies } = await csrf();
    for (const callbackUrl of ["https://evil.example", "//evil.example", "/\\evil.example"]) {
      const answer = await ask("signout", { form: { csrfToken, callbackUrl }, cookies });
      const location = answer.headers.get("location") ?? "";
      expect(new URL(location, TEST_ORIGIN).origin, `${callbackUrl} → ${location}`).toBe(TEST_ORIGIN);
    }
  });
});

describe("everything else under /api/auth", () => {
  it.each(["nothing", "session", "session/x", "sessions", "csrf2", "%2e%2e", "webauthn-options"])("%s is a JSON 404", async (path) => {
    for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
      const answer = await ask(path, { method });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: "NOT_FOUND", error: expect.any(String), request_id: expect.any(String) });
    }
  });

  it("a HEAD of its reads answers as the GET does", async () => {
    for (const path of ["csrf", "providers", "signin", "signout", "error", "verify-request"]) expect([path, (await ask(path, { method: "HEAD" })).status]).toEqual([path, (await ask(path)).status]);
  });

  it("other methods on its actions are a 405 with Allow", async () => {
    for (const method of ["HEAD", "DELETE"]) {
      const answer = await ask("callback/google", { method });
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST, OPTIONS"]);
    }
    const answer = await ask("csrf", { method: "DELETE" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST, HEAD, OPTIONS"]);
  });

  it("a provider that is not configured leads to the sign-in page", async () => {
    const answer = await ask("callback/github");
    expect(answer.status).toBe(302);
    expect(new URL(answer.headers.get("location") ?? "", TEST_ORIGIN).pathname).toBe("/login");
  });
});
