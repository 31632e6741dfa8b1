import { describe, expect, it } from "vitest";
import document from "@/contracts/openapi.json";
import * as route from "@/app/api/openapi.json/route";
import { env } from "@/lib/env";
import { describedHandlers } from "@/lib/http/openapi/described-handlers";
import { handlerBindings } from "@/lib/http/openapi/handler-entry";
import { bindingsOf } from "@/lib/operation";
import { allOperations } from "@/lib/registry";
import { http } from "../setup/http";

interface Described {
  operationId: string;
  description: string;
  security: object[];
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: { additionalProperties?: boolean; required?: string[] } }> };
  responses: Record<string, { $ref?: string; content?: object; headers?: object }>;
  "x-access": object;
  "x-audit": string[];
}

const paths = document.paths as unknown as Record<string, Record<string, Described>>;
const all = Object.values(paths).flatMap((methods) => Object.values(methods));

describe("contracts/openapi.json", () => {
  it("describes every address of every operation, the handlers that are none, and nothing else", () => {
    const bound = [...allOperations.flatMap(bindingsOf), ...describedHandlers.flatMap(handlerBindings)];
    const declared = bound.map(({ method, path }) => `${method} ${path}`).sort();
    const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)).sort();
    expect(described).toEqual(declared);
  });

  it("names each once, and says who may and what is recorded", () => {
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    for (const operation of allOperations) {
      for (const { method, path } of bindingsOf(operation)) {
        const described = paths[path]?.[method.toLowerCase()];
        expect(described?.["x-access"], operation.name).toEqual(operation.access);
        expect(described?.["x-audit"], operation.name).toEqual(operation.audit ? operation.audit.actions : []);
        expect(described?.security, operation.name).toEqual(operation.access.kind === "anyone" ? [] : [{ cookie: [] }, { bearer: [] }]);
        expect(Object.keys(described?.responses ?? {}), operation.name).toEqual(expect.arrayContaining([String(operation.status ?? 200), "500", "503"]));
        expect(described?.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name)).toEqual(Object.keys(operation.params?.shape ?? {}));
      }
    }
  });

  it("names in a sentence what each asks for", () => {
    const sentence = (path: string, method: string) => paths[path]?.[method]?.description;
    expect(sentence("/api/admin/users/{id}/ban", "post")).toBe("Needs `users.ban`.");
    expect(sentence("/api/admin/users/bulk", "post")).toBe("Needs `users.ban` or `users.delete` or `users.assign_role` or `sessions.revoke`.");
    expect(sentence("/api/audit/sessions/me", "get")).toBe("Needs a session; no permission.");
    expect(sentence("/api/auth/login", "post")).toBe("Open to anyone.");
    expect(sentence("/api/cron", "post")).toBe("Needs `CRON_SECRET` as Bearer token. No operation: its caller is a scheduler, which sends what it can.");
    expect(all.filter(({ "x-access": access, description }) => "permissions" in access && !(access.permissions as string[]).every((name) => description.includes(`\`${name}\``)))).toEqual([]);
  });

  it("says of limited operations which headers tell of the limit, and of 429 and 503 when to come back", () => {
    const ban = paths["/api/admin/users/{id}/ban"]?.post;
    expect(Object.keys(ban?.responses["200"]?.headers ?? {})).toEqual(["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]);
    expect(paths["/api/health"]?.get?.responses["200"]?.headers).toBeUndefined();
    const shared = document.components.responses as Record<string, { headers?: object }>;
    const waits = Object.entries(shared).filter(([name]) => /^(429|503)/.test(name));
    expect(waits.length).toBeGreaterThan(1);
    expect(waits.filter(([, { headers = {} }]) => !("Retry-After" in headers))).toEqual([]);
    expect(Object.entries(shared).filter(([name, { headers = {} }]) => name.startsWith("429") && !("X-RateLimit-Limit" in headers))).toEqual([]);
  });

  it("refers only to what it contains", () => {
    const text = JSON.stringify(document);
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path));
    expect(references.size).toBeGreaterThan(10);
    const lookUp = (path: string) => path.split("/").reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
    expect([...references].filter((path) => lookUp(path) === undefined)).toEqual([]);
  });

  it("says what bodies are: strict, lenient, multipart", () => {
    const body = (path: string, method = "post") => paths[path]?.[method]?.requestBody?.content ?? {};
    expect(body("/api/admin/users/{id}/ban")["application/json"]?.schema.additionalProperties).toBe(false);
    expect(body("/api/auth/login")["application/json"]?.schema.required).toEqual(["password"]);
    expect(body("/api/auth/login")["application/json"]?.schema.additionalProperties).toBeUndefined();
    expect(Object.keys(body("/api/auth/upload-profile-picture"))).toEqual(["multipart/form-data"]);
  });

  it("is served with this server's address, to anybody", async () => {
    const { status, body, headers } = await http(route, { path: "/api/openapi.json" });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("application/json");
    expect(body).toEqual({ ...document, servers: [{ url: env.appUrl }] });
    expect(await http(route, { method: "POST", path: "/api/openapi.json", body: {} })).toMatchObject({ status: 405 });
  });
});
