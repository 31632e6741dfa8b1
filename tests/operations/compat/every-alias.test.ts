/** What holds for every address of another system, derived from the list of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compatFeature } from "@/lib/features/compat/feature";
import { type AnyOperation, bindingsOf } from "@/lib/operation";
import { allOperations } from "@/lib/registry";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { withEnv } from "@/tests/setup/with-env";
import { edgePolicyOf } from "../../../scripts/contracts/edge-policy";
import { readRoutes } from "../../../scripts/contracts/read-routes";
import { ROOT, routeOf } from "../../matrix/matrix-request";
import { httpThroughGate, isGated } from "../../matrix/through-gate";

const SOMETHING = "0198c0de-0000-7000-8000-0000000000aa";

const canonicalOf = ({ alias }: AnyOperation): AnyOperation => {
  const canonical = allOperations.find(({ name, alias: isAlias }) => !isAlias && name === alias?.runs.name);
  if (!canonical) throw new Error("an alias runs what no feature lists");
  return canonical;
};

const addresses = compatFeature.operations.flatMap((operation) => bindingsOf(operation).map((binding) => [`${binding.method} ${binding.path}`, { ...binding, operation }] as const));
const gated = addresses.filter(([, { operation }]) => operation.access.kind !== "anyone");
const permitted = addresses.filter(([, { operation }]) => operation.access.kind === "permission");

const at = (path: string) => path.replace(/\{\w+\}/g, SOMETHING);
const paramsOf = (path: string) => Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, SOMETHING]));
const bodyFor = (method: string) => (method === "GET" ? {} : { body: {} });

/** What each system's clients read of a refusal. */
const ownWords = ({ name }: AnyOperation): Record<string, unknown> =>
  name.startsWith("compat.scribes-") ? { detail: expect.any(String) } : name.startsWith("compat.backend-") ? { msg: expect.any(String) } : {};

const envelope = { error: expect.any(String), request_id: expect.any(String) };

it("docs/compat.md names every one, and what it runs", () => {
  const page = readFileSync(join(ROOT, "docs/compat.md"), "utf8");
  expect(addresses.length).toBeGreaterThan(40);
  const unnamed = addresses.filter(([, { path, operation }]) => !page.includes(`${path}\``) || !page.includes(`\`${operation.alias?.runs.name}\``));
  expect(unnamed.map(([address]) => address)).toEqual([]);
});

describe.each(addresses)("%s", (_, { method, path, operation }) => {
  it("has the access, limit, scope and audit of what it runs", () => {
    const { access, limit, scope, audit, kind } = canonicalOf(operation);
    expect({ ...operation.alias?.runs }).toMatchObject({ access, kind, audit });
    expect([operation.alias?.runs.limit, operation.alias?.runs.scope, operation.access]).toEqual([limit, scope, access]);
  });

  it("is not there with COMPAT=false, for nobody and for somebody, with the gate and without, whatever the method", async () => {
    const viewer = await makeViewer(["*"], { reach: "platform" });
    await withEnv({ COMPAT: "false" }, async () => {
      for (const as of [null, viewer]) {
        for (const send of [http, ...(isGated(path) ? [httpThroughGate] : [])]) {
          const request = { path: at(path), params: paramsOf(path), as };
          const answer = await rowsUnchanged(async () => send(await routeOf({ method, path }), { ...request, method, ...bodyFor(method) }), []);
          expect(answer).toMatchObject({ status: 404, body: { code: "NOT_FOUND", error: "There is nothing here.", request_id: expect.any(String) } });
          expect((await send(await routeOf({ method, path }), { ...request, method: "OPTIONS" })).status).toBe(404);
          expect((await send(await routeOf({ method, path }), { ...request, method: "HEAD" })).status).toBe(404);
        }
      }
    });
  });
});

describe.each(gated)("%s", (_, { method, path, operation }) => {
  const request = { method, path: at(path), params: paramsOf(path), ...bodyFor(method) };

  it("refuses whoever is not signed in, in its system's words", async () => {
    for (const send of [http, ...(isGated(path) ? [httpThroughGate] : [])]) {
      const answer = await rowsUnchanged(async () => send(await routeOf({ method, path }), request));
      expect(answer).toMatchObject({ status: 401, body: { ...envelope, code: "UNAUTHORIZED", ...ownWords(operation) } });
    }
  });
});

describe.each(permitted)("%s", (address, { method, path, operation }) => {
  it("refuses whoever lacks the permission, and the trail names the operation and the address", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const answer = await rowsUnchanged(async () => http(await routeOf({ method, path }), { method, path: at(path), params: paramsOf(path), ...bodyFor(method), as: viewer }));
      expect(answer).toMatchObject({ status: 403, body: { ...envelope, code: "FORBIDDEN", ...ownWords(operation) } });
    });
    expect(rows).toMatchObject([{ action: "access.denied", actor_id: viewer.user.id, success: false, metadata: { operation: canonicalOf(operation).name, path: address.split(" ")[1]?.replace(/\{\w+\}/g, SOMETHING), method } }]);
  });
});

describe("the generated policy", () => {
  it("has every address, marked as an alias, so that the gate leaves the words to the server", async () => {
    const { routes } = await readRoutes(ROOT);
    const marked = edgePolicyOf([], routes).filter((entry) => entry.kind === "api" && entry.isAlias).map(({ pattern }) => pattern).sort();
    expect(marked).toEqual([...new Set(addresses.map(([, { path }]) => path.replace(/\{(\w+)\}/g, "[$1]")))].sort());
  });
});
