import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import matrix from "@/contracts/access-matrix.json";
import { bootFaults } from "@/lib/env";
import { createAuthClient } from "@/lib/client/create-client";
import { MemoryStorageAdapter } from "@/lib/client/storage-adapter";
import { type LoopbackApi, startLoopbackApi } from "../client/loopback-api";
import { makeSession } from "../factories/make-session";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { askGate } from "../matrix/through-gate";
import { auditRowsOf } from "../setup/audit-rows";
import { withEnv } from "../setup/with-env";
import { conforms } from "./conforms";
import { isRouted, send } from "./wire";

let api: LoopbackApi;
beforeAll(async () => void (api = await startLoopbackApi()));
afterAll(() => api.close());

const signIn = (email: string, password: string) => send("POST /api/auth/login", { body: { email, password } });
const renew = (token: string) => send("POST /api/auth/token/refresh", { body: { refresh_token: token } });
const missing = async (line: string, as: { accessToken: string }) => !isRouted(line) || (await send(line, { as })).status === 404;

describe("the laboratory's system", () => {
  conforms("9.3-2", async () => {
    const admin = await makeViewer([], { roles: ["admin"] });
    for (const line of ["GET /api/admin/users", "GET /api/rbac/roles", "GET /api/audit/audit-logs"]) expect((await send(line, { as: admin })).status).toBe(200);
  });

  conforms("9.3-3", async () => {
    const user = await makeUser({ username: `admin-of-${Date.now()}` });
    for (const password of ["admin123", "Admin123!"]) for (const name of ["admin", user.username]) expect((await signIn(name, password)).status).toBe(401);
    const production = { NODE_ENV: "production", APP_URL: "https://app.example.com", ADMIN_PASSWORD: "Admin123!" };
    await withEnv(production, async () => expect(bootFaults().join(" ")).toContain("ADMIN_PASSWORD is the demonstration's"));
  });

  conforms("9.3-4", async () => {
    const pages = matrix.filter(({ kind, access, path }) => kind === "page" && access !== "anyone" && !path.includes("[") && !path.startsWith("/denied"));
    expect(pages.length).toBeGreaterThan(5);
    for (const { path } of pages) {
      const verdict = await askGate({ method: "GET", path });
      expect(verdict.kind === "answer" ? [verdict.answer.status, verdict.answer.headers.get("location")] : verdict.kind, path).toEqual([307, expect.stringContaining("/login?")]);
    }
  });

  conforms("9.3-5", async () => {
    const admin = await makeViewer([], { roles: ["admin"] });
    for (const line of ["GET /api/v1/test/animals", "POST /api/v1/test/animals", "GET /api/test"]) expect(await missing(line, admin), line).toBe(true);
  });

  conforms("9.3-6", async () => {
    for (const secret of ["", "short", "change-me change-me change-me change-me", "your-secret-key your-secret-key your-s"]) await withEnv({ AUTH_SECRET: secret }, async () => expect(bootFaults().join(" "), secret).toContain("AUTH_SECRET"));
    await withEnv({ CORS_ORIGINS: "*" }, async () => expect(bootFaults().join(" ")).toContain("CORS_ORIGINS"));
  });

  conforms("9.3-7", async () => {
    for (const headers of [{ "x-api-key": "x" }, { authorization: "ApiKey x" }, { authorization: "Bearer x" }]) expect((await send("GET /api/auth/user/@me", { headers })).status).toBe(401);
  });

  conforms("9.3-8", async () => {
    const [admin, person] = [await makeViewer([], { roles: ["admin"] }), await makeUser()];
    const rows = await auditRowsOf(async () => {
      await signIn(person.email, person.password);
      await signIn(person.email, "not this one");
      await send(`PATCH /api/admin/users/${person.id}`, { as: admin, body: { first_name: "New" } });
      await send(`DELETE /api/admin/users/${person.id}`, { as: admin });
    });
    expect(rows.map(({ action, target_user_id }) => [action, target_user_id])).toEqual(["user.login", "user.login_failed", "user.admin_updated", "user.soft_deleted"].map((action) => [action, person.id]));
  });

  conforms("9.3-9", async () => {
    const viewer = await makeViewer();
    const { body } = await renew(viewer.refreshToken);
    expect(body.refresh_token).not.toBe(viewer.refreshToken);
    await send("POST /api/auth/logout", { as: { accessToken: body.access_token } });
    expect((await renew(body.refresh_token)).status).toBe(401);
    const second = await makeViewer();
    const elsewhere = await makeSession(second.user);
    await send("POST /api/auth/password/update", { as: second, body: { current_password: second.user.password, new_password: "a wholly different sentence" } });
    expect((await renew(elsewhere.refreshToken)).status).toBe(401);
  });

  conforms("9.3-10", async () => {
    const viewer = await makeViewer();
    for (const line of ["POST /api/v1/cache/clear", "POST /api/v1/cache/invalidate", "GET /api/v1/system/tasks", "POST /api/v1/system/cache/clear"]) expect(await missing(line, viewer), line).toBe(true);
  });

  conforms("9.3-11", async () => {
    const password = "rock & roll #1 $5 <b> ' OR 1=1 --";
    const email = `waf-${Date.now()}@example.com`;
    expect((await send("POST /api/auth/register", { body: { email, password, first_name: "O'Brien & <Sons>" } })).body.user.first_name).toBe("O'Brien & <Sons>");
    expect((await signIn(email, password)).status).toBe(200);
  });

  conforms("9.3-12", async () => {
    for (const state of [{ banned: true }, { isActive: false }]) {
      const user = await makeUser(state);
      expect((await signIn(user.email, "not this one")).body).toMatchObject({ code: "INVALID_CREDENTIALS" });
      expect((await signIn(user.email, user.password)).body).toMatchObject({ code: "ACCOUNT_DISABLED" });
    }
  });

  conforms("9.3-13", async () => {
    const user = await makeUser();
    const auth = createAuthClient({ apiBaseUrl: api.url, onBackgroundError: () => undefined });
    await auth.login(user.email, user.password);
    await fetch(`${api.url}/api/auth/logout`, { method: "POST", headers: { authorization: `Bearer ${await auth.getAccessToken()}` } });
    api.forget();
    await Promise.allSettled([auth.getUser(), auth.getUser(), auth.checkAuth()]);
    expect(api.count("POST /api/auth/token/refresh")).toBe(1);
  });

  conforms("9.3-14", async () => {
    const viewer = await makeViewer();
    expect((await send("GET /api/auth/user/@me", { as: { accessToken: viewer.refreshToken } })).status).toBe(401);
    expect((await renew(viewer.accessToken)).status).toBe(401);
    expect((await send("POST /api/auth/token/refresh", { as: viewer })).status).toBe(401);
    await withEnv({ METRICS_TOKEN: "9b1d6f0f6a2c4d61aa0f5e3d9b7c2e147f1cbe0b" }, async () => expect((await send("GET /metrics")).status).toBe(401));
    expect((await send("GET /metrics")).status).toBe(404);
  });
});

describe("the writers' system", () => {
  conforms("9.4-role", async () => {
    const viewer = await makeViewer();
    expect((await send("GET /api/admin/users", { as: viewer, headers: { "x-role": "admin" }, cookies: { role: "admin" } })).status).toBe(403);
    expect((await send("GET /api/admin/users?role=admin", { as: viewer })).status).toBe(403);
  });

  conforms("9.4-loop", async () => {
    const storage = new MemoryStorageAdapter();
    await storage.setItem("theme", "dark");
    const user = await makeUser();
    const auth = createAuthClient({ apiBaseUrl: api.url, storage, onBackgroundError: () => undefined });
    await auth.login(user.email, user.password);
    await fetch(`${api.url}/api/auth/logout`, { method: "POST", headers: { authorization: `Bearer ${await auth.getAccessToken()}` } });
    await expect(auth.getUser()).rejects.toMatchObject({ status: 401 });
    expect([await storage.getItem("theme"), await storage.getItem("auth_refresh_token")]).toEqual(["dark", null]);
  });

  conforms("9.4-logout", async () => {
    const viewer = await makeViewer();
    await send("POST /api/auth/logout", { as: viewer });
    expect((await renew(viewer.refreshToken)).status).toBe(401);
  });

  conforms("9.4-limits", async () => {
    const user = await makeUser();
    for (let guess = 0; guess < 10; guess += 1) await signIn(user.email, "not this one");
    expect((await signIn(user.email, "not this one")).status).toBe(429);
  });

  conforms("9.4-rotation", async () => {
    const viewer = await makeViewer();
    const tokens = new Set([viewer.refreshToken]);
    for (let turn = 0, token = viewer.refreshToken; turn < 3; turn += 1) tokens.add((token = (await renew(token)).body.refresh_token));
    expect(tokens.size).toBe(4);
  });

  conforms("9.4-compose", () => {
    const compose = readFileSync(join(import.meta.dirname, "../../docker-compose.yml"), "utf8");
    const given = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name = ""]) => name);
    const example = readFileSync(join(import.meta.dirname, "../../deploy/compose.env.example"), "utf8");
    expect(given.filter((name) => !example.includes(`${name}=`))).toEqual([]);
    expect(compose).toMatch(/DATABASE_URL: postgres:\/\/gatehouse:\$\{POSTGRES_PASSWORD/);
    expect(/REDIS_URL: redis:\/\/redis:6379/.test(compose)).toBe(!compose.includes("--requirepass"));
  });
});
