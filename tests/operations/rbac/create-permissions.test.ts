import { describe, expect, it } from "vitest";
import * as route from "@/app/api/rbac/permissions/bulk/route";
import { createPermissions } from "@/lib/features/rbac/operations/create-permissions";
import { newId } from "@/lib/ids";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";

const makeCreator = () => makeViewer(["permissions.create"], { reach: "platform" });
const freshResource = () => `thing_${newId().replaceAll("-", "")}`;

describe("allowed", () => {
  it("makes what is new and skips the rest, each with its reason", async () => {
    const resource = freshResource();
    const rows = await auditRowsOf(async () => {
      const { status, body } = await http(route, {
        as: await makeCreator(),
        body: { permissions: [`${resource}.view`, { name: `${resource}.edit`, category: "Things" }, "users.view", "", "  ", "users", { name: `${resource}.view` }, null, 7, { name: `${resource}.rule`, is_system: true }] },
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({ created: 2, skipped: 8, message: "2 permissions were created, 8 were skipped." });
      expect(body.permissions).toMatchObject([{ name: `${resource}.view`, category: resource, is_system: false }, { name: `${resource}.edit`, category: "Things" }]);
      expect(body.skipped_entries.map(({ index }: { index: number }) => index)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
      expect(body.skipped_entries[0]).toEqual({ index: 2, name: "users.view", reason: "There is one with this name." });
    });
    expect(rows).toMatchObject([{ action: "rbac.permissions_created", metadata: { created: 2, skipped: 8, permissions: [`${resource}.view`, `${resource}.edit`] } }]);
    expect(rows).toHaveLength(1);
  });

  it("makes ten thousand in one request of more than a megabyte, in seconds", async () => {
    const resource = freshResource();
    const permissions = Array.from({ length: 10_000 }, (_, n) => ({ name: `${resource}.n${n}`, display_name: `Number ${n}`, description: "A sentence that says what it opens, as an administrator reads it." }));
    const began = performance.now();
    const { status, body } = await http(route, { as: await makeCreator(), body: { permissions } });
    expect(status).toBe(201);
    expect(body.created).toBe(10_000);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await oneRow("SELECT count(*)::int AS count FROM permissions WHERE resource = $1", [resource])).toEqual({ count: 10_000 });
  });

  it("of parallel requests for the same names each is made once", async () => {
    const viewer = await makeCreator();
    const resource = freshResource();
    const permissions = Array.from({ length: 20 }, (_, n) => `${resource}.n${n}`);
    const outputs = await Promise.all(Array.from({ length: 4 }, () => callAs(viewer).output(createPermissions, { input: { permissions } })));
    expect(outputs.map(({ created }) => created).sort()).toEqual([0, 0, 0, 20]);
  });
});

describe("refused and invalid", () => {
  it("403 for whoever may in one organization alone", async () => {
    const viewer = await makeViewer(["permissions.create"]);
    const error = await rowsUnchanged(() => callAs(viewer).refusal(createPermissions, { input: { permissions: [`${freshResource()}.view`] } }));
    expect(error).toMatchObject({ status: 403, code: "PLATFORM_ONLY" });
  });

  expectRefused(createPermissions, {
    valid: () => ({ input: { permissions: [`${freshResource()}.view`] } }),
    invalid: { "an empty list": { permissions: [] }, "too many": { permissions: Array.from({ length: 10_001 }, () => "") } },
  });
});
