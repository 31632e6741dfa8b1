import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultOf } from "@/lib/auth/fault-of";
import { githubClaims } from "@/lib/auth/github-claims";

/** What the next requests are answered, by path. */
let answers: Record<string, unknown> = {};
const asked: string[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.headers.authorization} ${request.url}`);
    const body = answers[request.url ?? ""];
    response.writeHead(typeof body === "number" ? body : body === undefined ? 401 : 200, { "content-type": "application/json" }).end(JSON.stringify(body ?? { message: "Bad credentials" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => void server.close());

const claims = () => githubClaims(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)({ tokens: { access_token: "gho_token" } });
const grace = { id: 583231, login: "grace", name: "Grace Hopper", email: "shown@example.com" };
const address = (email: string, more: { primary?: boolean; verified?: boolean } = {}) => ({ email, primary: false, verified: false, visibility: null, ...more });

it("takes the primary address, whatever the profile shows, and whether it is proved", async () => {
  answers = { "/user": grace, "/user/emails": [address("old@example.com", { verified: true }), address("grace@example.com", { primary: true, verified: true })] };
  expect(await claims()).toEqual({ id: 583231, name: "Grace Hopper", email: "grace@example.com", email_verified: true });
  expect(asked).toEqual(["Bearer gho_token /user", "Bearer gho_token /user/emails"]);
  answers = { "/user": { ...grace, name: null }, "/user/emails": [address("grace@example.com", { primary: true })] };
  expect(await claims()).toEqual({ id: 583231, name: "grace", email: "grace@example.com", email_verified: false });
});

it("is nobody's address where there is none, and nobody where GitHub refuses", async () => {
  answers = { "/user": grace, "/user/emails": [] };
  expect(await claims()).toMatchObject({ email: undefined, email_verified: false });
  answers = { "/user": grace };
  await expect(claims()).rejects.toThrow("GitHub answered 401 to /user/emails");
  answers = { "/user": { login: "grace" }, "/user/emails": [] };
  await expect(claims()).rejects.toThrow();
});

it("says whether GitHub is out of order, or has refused", async () => {
  const codeOf = async () => faultOf(await claims().catch((error: unknown) => error), null).code;
  answers = { "/user": grace, "/user/emails": 503 };
  expect(await codeOf()).toBe("PROVIDER_UNAVAILABLE");
  answers = { "/user": 429, "/user/emails": [] };
  expect(await codeOf()).toBe("PROVIDER_UNAVAILABLE");
  answers = { "/user": grace };
  expect(await codeOf()).toBe("PROVIDER_FAILED");
});
