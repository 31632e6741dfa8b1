import { createServer, type IncomingHttpHeaders } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installRequestGuard } from "@/lib/http/request-guard";
import { enterRequest, requestScope, setResponseStatus } from "@/lib/http/request-scope";

let lastHeaders: IncomingHttpHeaders = {};

/** Stands where Next stands: answers 200, or as its path says. */
const server = createServer((request, response) => {
  lastHeaders = request.headers;
  if (request.url === "/denied") setResponseStatus(403, { "retry-after": "7" });
  if (request.url === "/entered") enterRequest();
  if (request.url === "/moved") {
    setResponseStatus(403);
    response.statusCode = 307;
  }
  if (request.url === "/fails" || request.url === "/entered") response.statusCode = 500;
  setImmediate(() => response.end(JSON.stringify(requestScope())));
});
let port = 0;

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  installRequestGuard();
  installRequestGuard();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const raw = (text: string): Promise<Answer> =>
  new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text, "latin1"));
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk)).on("error", fail);
    socket.on("close", () => {
      const [head = "", ...body] = Buffer.concat(chunks).toString().split("\r\n\r\n");
      const [first = "", ...lines] = head.split("\r\n");
      const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]));
      done({ status: Number(first.split(" ")[1]), headers, body: body.join("\r\n\r\n") });
    });
  });

const send = (method: string, path: string, headers: Record<string, string> = {}, body = "") => {
  const all = { Host: "localhost:3000", Connection: "close", ...headers };
  return raw(`${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`);
};

const form = { "Content-Type": "multipart/form-data; boundary=x", "Content-Length": "4" };
const action = { "Next-Action": "0".repeat(42), "Content-Type": "text/plain;charset=UTF-8", "Content-Length": "2" };

describe("the request guard", () => {
  it("lets a sound request through, with its scope, request id and security headers", async () => {
    const answer = await send("GET", "/page?q=%E0%A4%A", { "X-Request-Id": "mine" });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(answer.body).toContain(`"requestId":"${answer.headers["x-request-id"]}"`);
    expect(answer.body).toContain('"clientAddress":"127.0.0.1"');
    expect(lastHeaders["x-request-id"]).toBe(answer.headers["x-request-id"]);
  });

  it("keeps an idle connection longer than a balancer does", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/page`);
    await answer.text();
    expect(answer.headers.get("keep-alive")).toBe("timeout=75");
  });

  it("removes private headers and writes its own", async () => {
    await send("GET", "/", { "X-Gatehouse-Client-Address": "1.2.3.4", "X-Gatehouse-Denied": "{}", "x-middleware-subrequest": "middleware", "X-Forwarded-For": "5.6.7.8" });
    expect(lastHeaders["x-gatehouse-client-address"]).toBe("127.0.0.1");
    expect(lastHeaders["x-gatehouse-guard"]).toBe(process.env.GATEHOUSE_GUARD_KEY);
    expect(lastHeaders["x-forwarded-for"]).toBe("5.6.7.8");
    expect(lastHeaders).not.toHaveProperty("x-gatehouse-denied");
    expect(lastHeaders).not.toHaveProperty("x-middleware-subrequest");
  });

  it.each<[number, string, string, Record<string, string>?, string?]>([
    [400, "GET", "/%E0%A4%A"],
    [400, "GET", "/api/%zz"],
    [400, "GET", "/x/%00"],
    [400, "GET", "/api/auth/../admin"],
    [400, "GET", "/api/auth/%2e%2E/admin"],
    [400, "GET", "/api\\admin"],
    [400, "GET", "/\u00e9"],
    [400, "GET", "http://evil.test/"],
    [400, "OPTIONS", "*"],
    [414, "GET", `/?${"a".repeat(9000)}`],
    [431, "GET", "/", { "X-Long": "a".repeat(20_000) }],
    [405, "TRACE", "/"],
    [405, "PROPFIND", "/api/x"],
    [405, "NOSUCH", "/"],
    [405, "CONNECT", "evil.test:443"],
    [411, "POST", "/api/x", { "Transfer-Encoding": "chunked" }, "0\r\n\r\n"],
    [400, "POST", "/api/x", { "Transfer-Encoding": "chunked", "Content-Length": "1" }, "0\r\n\r\n"],
    [400, "POST", "/api/x", { "Content-Length": "ten" }],
    [413, "POST", "/api/x", { "Content-Length": "10485761" }, "x".repeat(10_485_761)],
    [413, "POST", "/page", { ...form, "Content-Length": "6291457" }, "x".repeat(6_291_457)],
    [400, "GET", "/", { Host: "a b" }],
    [400, "GET", "/", { "X-Forwarded-Host": "a/b" }],
    [400, "GET", "/", { "X-Forwarded-Proto": "javascript" }],
    [400, "GET", "/", { "Next-Router-State-Tree": "[1]" }],
    [400, "POST", "/page", { ...form, "Content-Type": "multipart/form-data" }, "junk"],
    [403, "POST", "/page", { ...form, Origin: "http://evil.test" }, "junk"],
    [403, "POST", "/page", { ...form, Origin: "null" }, "junk"],
    [403, "POST", "/page", { ...action, Origin: "http://evil.test" }, "[]"],
    [400, "POST", "/page", { ...action, "Next-Action": "junk" }, "[]"],
    [415, "POST", "/page", { ...action, "Content-Type": "application/json" }, "[]"],
    [400, "GET", "/", { Connection: "Upgrade", Upgrade: "h2c" }],
    [417, "GET", "/api/x", { Expect: "nothing" }],
    [417, "GET", "/", { Expect: "nothing" }],
  ])("answers %i to %s %.40s", async (status, method, path, headers, body) => {
    if (headers?.Upgrade) server.once("upgrade", () => undefined);
    const answer = await send(method, path, headers, body);
    expect(answer.status).toBe(status);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    if (path.startsWith("/api/")) expect(JSON.parse(answer.body)).toMatchObject({ request_id: answer.headers["x-request-id"], code: expect.any(String) });
  });

  it("shows what is for this machine alone under its own names only, not under one rebound to it", async () => {
    for (const path of ["/api/dev/mailbox", "/dev/mailbox", "/%64ev/mailbox"]) {
      for (const host of ["evil.test:3000", "localhost.evil.test", "127.0.0.1.evil.test"]) expect([path, host, (await send("GET", path, { Host: host })).status]).toEqual([path, host, 404]);
      for (const host of ["localhost:3000", "LOCALHOST:4000", "127.0.0.1:3000", "[::1]:3000"]) expect([path, host, (await send("GET", path, { Host: host })).status]).toEqual([path, host, 200]);
    }
    expect((await send("GET", "/developers", { Host: "evil.test" })).status).toBe(200);
  });

  it("answers 400 to a missing Host and to junk instead of HTTP", async () => {
    expect((await raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).status).toBe(400);
    expect((await raw("GET / HTTP/9.9\r\n\r\n")).status).toBe(400);
    expect((await raw("GET / HTTP/1.0\r\n\r\n")).status).toBe(200);
  });

  it("lets a form of ours through, and makes Next agree on the host", async () => {
    const answer = await send("POST", "/page", { ...form, Origin: "http://localhost:3000", "X-Forwarded-Host": "evil.test" }, "junk");
    expect(answer.status).toBe(200);
    expect(lastHeaders["x-forwarded-host"]).toBe("localhost:3000");
  });

  it("answers with the status of the scope, but leaves a redirect alone", async () => {
    const denied = await send("GET", "/denied");
    expect([denied.status, denied.headers["retry-after"]]).toEqual([403, "7"]);
    expect((await send("GET", "/moved")).status).toBe(307);
  });

  it("calls a form that failed before our code ran the client's fault, and nothing else", async () => {
    expect((await send("POST", "/fails", form, "junk")).status).toBe(400);
    expect((await send("POST", "/entered", form, "junk")).status).toBe(500);
    expect((await send("GET", "/fails")).status).toBe(500);
    expect((await send("POST", "/api/fails", { "Content-Length": "0" })).status).toBe(200);
  });
});
