import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../../../scripts/launch/settings.mjs";
import matrix from "../../../contracts/access-matrix.json" with { type: "json" };
import { call, tokensOf } from "../support/api-call";
import { type OwnServers, ownServers } from "../support/own-servers";
import { LEADS_ON } from "../../tools/leads-on";
import { expect, test } from "../support/test";

const BUILD = ".next-test";
const NOBODY = "0190f6a8-0000-7000-8000-000000000000";
const VIEWERS = ["anonymous", "user", "manager", "auditor", "admin"] as const;
type Viewer = (typeof VIEWERS)[number];

let folder: string;
let servers: OwnServers;
let url: string;
const tokens = new Map<Viewer, string | null>([["anonymous", null]]);

/** The build as it is, but for the list of its middleware, which is then empty. */
function withoutMiddleware(): string {
  folder = mkdtempSync(path.join(tmpdir(), "gatehouse-no-edge-"));
  cpSync(path.join(repositoryRoot, BUILD, "standalone"), path.join(folder, "standalone"), { recursive: true, verbatimSymlinks: true });
  const manifest = path.join(folder, "standalone", BUILD, "server/middleware-manifest.json");
  const content = JSON.parse(readFileSync(manifest, "utf8")) as { middleware: Record<string, unknown> };
  expect(Object.keys(content.middleware), "there is a middleware to take away").toEqual(["/"]);
  writeFileSync(manifest, JSON.stringify({ ...content, middleware: {}, sortedMiddleware: [] }));
  return folder;
}

test.beforeAll(async () => {
  servers = await ownServers({ build: withoutMiddleware() });
  url = servers.instances[0]?.url ?? "";
  for (const viewer of VIEWERS) if (viewer !== "anonymous") tokens.set(viewer, (await tokensOf(url, viewer)).access_token);
});

test.afterAll(async () => {
  await servers.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Pages are asked for by cookie, as browsers do. */
const ask = (viewer: Viewer, method: string, pattern: string) => {
  const token = tokens.get(viewer);
  const isPage = !pattern.startsWith("/api");
  const address = pattern.replace("{resource_type}", "note").replaceAll(/\{[^}]+\}|\[[^\]]+\]/g, NOBODY);
  return call(url, address, { method, token: isPage ? null : token, headers: isPage && token ? { cookie: `access_token=${token}` } : {} });
};

test("the edge is really gone, and really there where it was not taken away", async ({ request }) => {
  expect((await call(url, "/login")).headers.get("content-security-policy")).toBeNull();
  expect((await request.get("/login")).headers()["content-security-policy"]).toContain("nonce-");
  // The gate alone answers this.
  expect((await call(url, "/login", { method: "PUT" })).status).not.toBe((await request.put("/login")).status());
});

const gated = matrix.filter(({ access }) => access !== "anyone");

test("pages refuse by themselves, and let in whom they should", async () => {
  const pages = gated.filter(({ kind }) => kind === "page");
  expect(pages.length).toBeGreaterThanOrEqual(9);
  for (const { path: pattern, expected } of pages) {
    for (const viewer of VIEWERS) {
      const answer = await ask(viewer, "GET", pattern);
      const what = `${viewer} ${pattern}`;
      const body = await answer.text();
      if (expected[viewer] === "login") {
        expect(answer.status, what).toBe(307);
        expect(answer.headers.get("location"), what).toMatch(/^\/login\?return_to=/);
      } else if (expected[viewer] === 403) {
        expect(answer.status, what).toBe(403);
        expect(body, what).toContain("You may not open this page");
      } else if (LEADS_ON.has(pattern)) {
        expect([answer.status, answer.headers.get("location")], what).toEqual([307, LEADS_ON.get(pattern)]);
      } else {
        expect(answer.status, what).toBe(pattern.includes("[") ? 404 : 200);
      }
    }
  }
});

test("the API refuses by itself, and lets in whom it should", async () => {
  const operations = gated.filter(({ kind }) => kind !== "page");
  expect(operations.length).toBeGreaterThanOrEqual(25);
  for (const { path: pattern, method, expected } of operations) {
    for (const viewer of VIEWERS) {
      // Writing as somebody who may would change what the next lines ask about.
      if (expected[viewer] === "pass" && method !== "GET") continue;
      const { status } = await ask(viewer, method, pattern);
      // 404: nobody has that id; 422: the list must be told whose.
      if (expected[viewer] === "pass") expect([200, 404, 422], `${viewer} ${method} ${pattern}`).toContain(status);
      else expect(status, `${viewer} ${method} ${pattern}`).toBe(expected[viewer]);
    }
  }
});

test("each refusal of somebody signed in is in the audit trail under its reference", async () => {
  const page = await ask("user", "GET", "/admin/users");
  const api = await ask("user", "GET", "/api/admin/users");
  const reference = page.headers.get("x-request-id") ?? "";
  expect(await page.text()).toContain(reference);
  for (const id of [reference, api.headers.get("x-request-id")]) {
    const trail = await call(url, `/api/audit/audit-logs?q=${id}`, { token: tokens.get("admin") });
    expect(((await trail.json()) as { logs: unknown[] }).logs).toMatchObject([{ action: "access.denied", actor: "user@example.com", request_id: id }]);
  }
});

test("forged private headers open nothing", async () => {
  const headers = { "x-middleware-subrequest": "middleware:middleware:middleware", "x-gatehouse-guard": "x", "x-gatehouse-denied": "{}", "x-gatehouse-path": "/" };
  for (const pattern of ["/admin", "/admin/users", "/denied"]) {
    const answer = await call(url, pattern, { headers });
    expect([307, 404], pattern).toContain(answer.status);
  }
  expect((await call(url, "/api/admin/users", { headers })).status).toBe(401);
});
