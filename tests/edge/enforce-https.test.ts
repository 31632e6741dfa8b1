import { createServer, request as send, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { bootFaults, forgetEnv } from "@/lib/env";
import { installRequestGuard } from "@/lib/http/request-guard";

/** Stands where Next stands. */
const server = createServer((_request, response) => response.end("served"));
let port = 0;

beforeAll(async () => {
  installRequestGuard();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const set = (changes: Record<string, string>) => {
  for (const [name, value] of Object.entries(changes)) vi.stubEnv(name, value);
  forgetEnv();
};

beforeEach(() => set({ FORCE_HTTPS: "true", APP_URL: "https://app.example" }));
afterEach(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

const PAGE = { accept: "text/html,application/xhtml+xml" };

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((done, fail) => {
    const asked = send({ port, host: "127.0.0.1", method, path, headers: { host: "app.example", ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }));
    });
    asked.on("error", fail).end();
  });

describe("FORCE_HTTPS @asvs V4.1.2", () => {
  it.each([["http"], ["https, http"], ["HTTP"], [""]])("leads a visit of a page to https when the proxy says %j", async (protocol) => {
    const answer = await ask("GET", "/login?return_to=%2Faccount", { ...PAGE, "x-forwarded-proto": protocol || "http" });
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe("https://app.example/login?return_to=%2Faccount");
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("leads to its own address, whatever host is named", async () => {
    const answer = await ask("GET", "//evil.example/", { ...PAGE, host: "evil.example" });
    expect(answer.status).toBe(308);
    expect(new URL(answer.headers.location ?? "").origin).toBe("https://app.example");
  });

  it.each([["POST", "/api/auth/login"], ["GET", "/api/auth/check-auth"], ["POST", "/login"], ["OPTIONS", "/api/users"], ["GET", "/metrics"]])("refuses %s %s instead of redirecting", async (method, path) => {
    const answer = await ask(method, path, method === "POST" || path === "/metrics" ? { "content-length": "0" } : PAGE);
    expect([answer.status, answer.headers.location]).toEqual([403, undefined]);
    expect(answer.body).toContain(path.startsWith("/api") ? "HTTPS_REQUIRED" : "served over https alone");
  });

  it("refuses what no proxy vouches for", async () => {
    expect((await ask("GET", "/api/auth/check-auth")).status).toBe(403);
  });

  it.each([["https"], ["http, https"], ["HTTPS"]])("serves when the proxy says %j", async (protocol) => {
    expect(await ask("GET", "/login", { ...PAGE, "x-forwarded-proto": protocol })).toMatchObject({ status: 200, body: "served" });
  });

  it.each(["/api/health", "/api/health/live", "/health"])("answers a balancer at %s", async (path) => {
    expect((await ask("GET", path)).status).toBe(200);
  });

  it("is off unless it is asked for, while Strict-Transport-Security follows APP_URL", async () => {
    set({ FORCE_HTTPS: "" });
    const answer = await ask("GET", "/api/auth/check-auth", { "x-forwarded-proto": "http" });
    expect(answer).toMatchObject({ status: 200, headers: { "strict-transport-security": expect.stringMatching(/^max-age=\d{8}/) } });
  });

  it("needs an https address of its own to lead to", () => {
    const about = () => bootFaults().filter((fault) => fault.includes("FORCE_HTTPS"));
    expect(about()).toEqual([]);
    set({ APP_URL: "http://localhost:3000" });
    expect(about()).toHaveLength(1);
  });
});
