import pg from "pg";
import { endpoints, NOBODY } from "../support/endpoints";
import { call, type Tokens, tokensOf } from "../support/api-call";
import * as malformed from "../support/malformed";
import { type OwnServers, ownServers } from "../support/own-servers";
import { expectErrorShape, expectRefused, inParallel, rowCounts } from "../support/refused";
import { expect, test } from "../support/test";

let servers: OwnServers;
let url: string;
let port: number;
let database: pg.Client;
let admin: Tokens;
let user: Tokens;
let before: Record<string, number>;

test.beforeAll(async () => {
  servers = await ownServers();
  url = servers.instances[0]?.url ?? "";
  port = servers.instances[0]?.port ?? 0;
  database = new pg.Client({ connectionString: servers.databaseUrl });
  await database.connect();
  [admin, user] = [await tokensOf(url, "admin"), await tokensOf(url, "user")];
});

test.beforeEach(async () => void (before = await rowCounts(database)));

test.afterEach(async () => {
  expect(await rowCounts(database), "nothing was written").toEqual(before);
  expect(servers.instances[0]?.isAlive()).toBe(true);
});

test.afterAll(async () => {
  await database.end();
  await servers.end();
});

test("bodies that are no JSON object are refused by every operation that reads one", async () => {
  const reading = endpoints.filter(({ method, path }) => method !== "GET" && method !== "DELETE" && !path.endsWith("/session") && !path.endsWith("picture"));
  expect(reading.length).toBeGreaterThanOrEqual(10);
  const all = reading.flatMap((endpoint) => malformed.BROKEN_BODIES.map((broken) => ({ ...endpoint, broken })));
  await inParallel(all, async ({ path, method, broken: [name, body, contentType] }) => {
    const answer = await fetch(`${url}${path}`, { method, body, headers: { authorization: `Bearer ${admin.access_token}`, "content-type": contentType } });
    await expectRefused(`${method} ${path} with ${name}`, path, answer);
  });
});

test("hostile strings and wrong types in any field are a 4xx or an honest value, never a failure", async () => {
  const values = [...Object.values(malformed.HOSTILE_STRINGS), ...malformed.WRONG_TYPES];
  // Everybody may make an organization, and its name is all that it needs: what is typed there is honest, and stays.
  const writing = endpoints.filter(({ fields, method, path }) => fields.length > 0 && !/logout|revoke-all|token\/refresh|^POST \/api\/organizations$/.test(`${method} ${path}`));
  const all = writing.flatMap((endpoint) => endpoint.fields.flatMap((field) => values.map((value) => ({ ...endpoint, field, value }))));
  expect(all.length).toBeGreaterThan(500);
  await inParallel(all, async ({ path, method, field, value }) => {
    // One field alone never makes a person, a session or a ban: what is required beside it is missing, or nobody is there. A name makes an organization, which is therefore left out.
    const answer = await call(url, path, { method, token: user.access_token, data: { [field]: value } });
    const body = await answer.text();
    expect(answer.status, `${method} ${path} ${field}=${JSON.stringify(value).slice(0, 60)}: ${body.slice(0, 300)}`).toBeLessThan(500);
    if (answer.status >= 400) expectErrorShape(path, body);
  });
});

test("what was typed into names is shown as text", async ({ page, complaints }) => {
  complaints.allow(/404/);
  const name = malformed.HOSTILE_STRINGS.html?.slice(0, 50) ?? "";
  const saved = await call(url, "/api/auth/update_user", { token: user.access_token, data: { first_name: name, last_name: malformed.HOSTILE_STRINGS.rightToLeft, bio: malformed.HOSTILE_STRINGS.sql } });
  expect(saved.status, await saved.clone().text()).toBe(200);
  await page.context().addCookies([{ name: "access_token", value: admin.access_token, url }]);
  for (const path of ["/admin/users?search=user@example.com", "/admin", "/admin/audit"]) {
    await page.goto(`${url}${path}`);
    await expect(page.locator('img[src="x"]'), path).toHaveCount(0);
  }
  await page.goto(`${url}/admin/users?search=user@example.com`);
  await expect(page.getByText(name).first()).toBeVisible();
  await page.getByRole("link", { name: "user@example.com" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("queries that make no sense are a 422 or ignored, on lists and on their pages", async () => {
  const lists: Record<string, string[]> = {
    "/api/admin/users": ["page", "per_page", "cursor", "q", "role", "status", "sort", "count"],
    "/api/audit/audit-logs": ["limit", "offset", "page", "per_page", "cursor", "q", "action", "actor", "actor_user_id", "resource_type", "resource_id", "session_id", "ip", "stream", "success", "start_date", "end_date", "count"],
    "/api/audit/audit-logs/security": ["days", "limit", "cursor", "q"],
    "/api/audit/audit-logs/export": ["format", "q", "action", "start_date"],
    "/api/audit/activity-logs/me": ["limit", "cursor", "action", "resource_type"],
    "/api/audit/compliance/security-summary": ["days"],
    "/api/audit/compliance/phi-access-report": ["start_date", "end_date", "user_id"],
    "/api/audit/verify": ["from", "limit", "start_date"],
    "/api/audit/audit-logs/me": ["limit", "offset", "cursor", "action"],
    "/api/dev/mailbox": ["to"],
    "/admin/users": ["page", "cursor", "search", "role", "status"],
    "/admin/audit": ["cursor", "action", "actor", "outcome", "from", "to", "q", "stream", "protected", "resource_type", "resource_id", "ip", "session_id"],
    "/account/activity": ["cursor"],
    "/login": ["return_to", "notice"],
    "/dev/mailbox": ["to", "message"],
  };
  const all = Object.entries(lists).flatMap(([path, keys]) => keys.flatMap((key) => malformed.HOSTILE_QUERY.map((value) => ({ path, key, value }))));
  await inParallel(all, async ({ path, key, value }) => {
    const isApi = path.startsWith("/api");
    const headers = isApi ? undefined : { cookie: `access_token=${admin.access_token}` };
    const answer = await call(url, `${path}?${key}=${value}`, { token: isApi ? admin.access_token : null, headers });
    const body = await answer.text();
    expect(answer.status, `${path}?${key}=${value.slice(0, 40)}: ${body.slice(0, 300)}`).toBeLessThan(500);
    if (isApi && answer.status >= 400) expectErrorShape(path, body);
  });
});

test("tokens that are not good are a 401, in header and cookie, and pages send to the sign-in", async () => {
  const broken = Object.entries(malformed.brokenTokens(user.access_token, user.refresh_token));
  await inParallel(broken, async ([name, token]) => {
    for (const path of ["/api/auth/me", "/api/admin/users", "/api/rbac/me"]) {
      const ways: Record<string, string>[] = [{ authorization: `Bearer ${token}` }, { cookie: `access_token=${token}` }];
      for (const headers of ways) {
        const answer = await call(url, path, { headers });
        await expectRefused(`${name} at ${path}`, path, answer);
        expect(answer.status, `${name} at ${path}`).toBe(401);
        expect(answer.headers.get("www-authenticate"), name).toContain("Bearer");
      }
    }
    const page = await call(url, "/admin", { headers: { cookie: `access_token=${token}` } });
    expect([307, 431], name).toContain(page.status);
  });
  const two = await call(url, "/api/auth/me", { token: user.access_token, headers: { cookie: `access_token=${admin.access_token}` } });
  expect(two.status, "two people in one request").toBe(400);
  for (const cookie of ["access_token=%", "access_token=", "=", ";;;", `access_token="${user.access_token}`, "a=b; access_token"]) {
    expect((await call(url, "/api/auth/me", { headers: { cookie } })).status, cookie).toBe(401);
  }
});

test("requests that no HTTP client sends are refused, and the next one is served", async () => {
  for (const [name, bytes] of malformed.RAW_REQUESTS) {
    const { status, head, body } = await malformed.sendRaw(port, bytes);
    expect(status, `${name}: ${head}`).toBeGreaterThanOrEqual(400);
    expect(status, `${name}: ${head}`).toBeLessThan(500);
    if (/ \/api\//.test(bytes.slice(0, 200)) && body.startsWith("{")) expectErrorShape(name, body);
    expect((await call(url, "/api/health/live")).status, name).toBe(200);
  }
});

test("methods that are not offered are a 405 with Allow", async () => {
  const offered = new Map<string, Set<string>>();
  for (const { path, method } of endpoints) offered.set(path, (offered.get(path) ?? new Set()).add(method));
  for (const [path, methods] of offered) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((candidate) => !methods.has(candidate))) {
      const answer = await call(url, path, { method, token: admin.access_token });
      if (answer.status === 404) continue;
      expect(answer.status, `${method} ${path}`).toBe(405);
      expect(answer.headers.get("allow"), path).toContain([...methods][0] ?? "");
      await expectRefused(`${method} ${path}`, path, answer);
    }
  }
  for (const path of ["/", "/login", "/dashboard", "/no/such/page"]) {
    for (const method of ["PUT", "PATCH", "DELETE"]) expect((await call(url, path, { method })).status, `${method} ${path}`).toBe(405);
  }
});

test("uploads that are no pictures are refused", async () => {
  const send = (body: BodyInit, contentType?: string) =>
    fetch(`${url}/api/auth/upload-profile-picture`, { method: "POST", body, headers: { authorization: `Bearer ${user.access_token}`, ...(contentType ? { "content-type": contentType } : {}) } });
  const form = (content: BlobPart, name: string, type: string, field = "profile_picture") => {
    const data = new FormData();
    data.set(field, new File([content], name, { type }));
    return data;
  };
  const refused: [string, () => Promise<Response>][] = [
    ["no boundary", () => send("x", "multipart/form-data")],
    ["another boundary", () => send("--a\r\n\r\nx\r\n--a--", "multipart/form-data; boundary=b")],
    ["cut short", () => send('--a\r\nContent-Disposition: form-data; name="profile_picture"; filename="a.png"\r\n\r\nxyz', "multipart/form-data; boundary=a")],
    ["JSON", () => send("{}", "application/json")],
    ["nothing in it", () => send(new FormData())],
    ["text in the field", () => send('--a\r\nContent-Disposition: form-data; name="profile_picture"\r\n\r\nhello\r\n--a--\r\n', "multipart/form-data; boundary=a")],
    ["another field", () => send(form("x", "a.png", "image/png", "something"))],
    ["SVG", () => send(form('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg", "image/svg+xml"))],
    ["HTML as PNG", () => send(form("<script>alert(1)</script>", "a.png", "image/png"))],
    ["a PNG cut short", () => send(form(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), "a.png", "image/png"))],
    ["nothing", () => send(form("", "a.png", "image/png"))],
    ["more than five megabytes", () => send(form(new Uint8Array(5 * 1024 * 1024 + 10), "a.png", "image/png"))],
    ["more than ten megabytes", () => send(form(new Uint8Array(11 * 1024 * 1024), "a.png", "image/png"))],
  ];
  for (const [name, upload] of refused) await expectRefused(name, "/api/auth/upload-profile-picture", await upload());
});

test("posts to pages that are no form of theirs are refused", async () => {
  const html = await (await call(url, "/login")).text();
  const id = /[0-9a-f]{40,64}/.exec(html.slice(html.indexOf("<form")))?.[0] ?? "";
  expect(id).not.toBe("");
  const form = "multipart/form-data; boundary=a";
  const part = (name: string, value: string) => `--a\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const post = (path: string, body: string | undefined, headers: Record<string, string>) =>
    fetch(`${url}${path}`, { method: "POST", body, headers, redirect: "manual" });
  const own = { origin: url };
  const tries: [string, () => Promise<Response>][] = [
    ["an action id that is none", () => post("/login", "[]", { ...own, "next-action": "x".repeat(40), "content-type": "text/plain" })],
    ["an action nobody made", () => post("/login", "[]", { ...own, "next-action": "0".repeat(42), "content-type": "text/plain" })],
    ["an empty action", () => post("/login", undefined, { ...own, "next-action": "" })],
    ["no boundary", () => post("/login", "x", { ...own, "content-type": "multipart/form-data" })],
    ["no parts", () => post("/login", "--a--", { ...own, "content-type": form })],
    ["junk", () => post("/login", "junk", { ...own, "content-type": form })],
    ["an action field that is none", () => post("/login", `${part("$ACTION_ID_0", "")}--a--\r\n`, { ...own, "content-type": form })],
    ["a reference to nothing", () => post("/login", `${part("$ACTION_REF_1", "")}${part("$ACTION_1:0", "{")}--a--\r\n`, { ...own, "content-type": form })],
    ["a foreign origin", () => post("/login", `${part("$ACTION_ID_" + id, "")}--a--\r\n`, { origin: "https://evil.example", "content-type": form })],
    ["the origin null", () => post("/login", `${part("$ACTION_ID_" + id, "")}--a--\r\n`, { origin: "null", "content-type": form })],
    ["an action header from elsewhere", () => post("/login", "[]", { origin: "https://evil.example", "next-action": id, "content-type": "text/plain" })],
    ["a page without forms", () => post("/", "a=b", { ...own, "content-type": "application/x-www-form-urlencoded" })],
    ["JSON", () => post("/login", "{}", { ...own, "content-type": "application/json" })],
    ["seven megabytes", () => post("/login", "x".repeat(7 * 1024 * 1024), { ...own, "content-type": form })],
  ];
  for (const [name, send] of tries) await expectRefused(name, "/login", await send());
  // The one known exception: a good id with a body that the framework cannot decode is its own failure, before any code of ours.
  const undecodable = await post("/login", "\u0000junk", { ...own, "next-action": id, "content-type": "text/plain" });
  expect(undecodable.status).toBeGreaterThanOrEqual(400);
});

test("forged headers change neither who is asking nor where answers lead", async () => {
  const forged: Record<string, string>[] = [
    { "x-forwarded-host": "evil.example" },
    { host: "evil.example" },
    { "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" },
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "next-router-prefetch": "1", purpose: "prefetch" },
    { rsc: "1" },
    { "x-original-url": "/login", "x-rewrite-url": "/login" },
    { "x-http-method-override": "GET" },
    { "x-nextjs-data": "1" },
    { "x-user-id": NOBODY, "x-request-id": "mine" },
  ];
  for (const headers of forged) {
    const what = JSON.stringify(headers);
    const page = await call(url, "/admin/users", { headers });
    expect(page.status, what).toBe(307);
    expect(new URL(page.headers.get("location") ?? "", url).host, what).toBe(new URL(url).host);
    expect(page.headers.get("x-request-id"), what).not.toBe("mine");
    expect((await call(url, "/api/admin/users", { headers })).status, what).toBe(401);
  }
  for (const tree of ["junk", "%7B", "[[[[", "null"]) {
    const answer = await call(url, "/login", { headers: { rsc: "1", "next-router-state-tree": tree } });
    expect(answer.status, tree).toBeLessThan(500);
  }
});

test("changes from a foreign origin are refused with the person's cookies, and from nowhere too", async () => {
  const cookie = `access_token=${user.access_token}`;
  const data = { city: "Evil" };
  const places: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, {}];
  for (const headers of places) {
    const answer = await call(url, "/api/auth/update_user", { data, headers: { cookie, ...headers } });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "CSRF" });
  }
});
