import { describe, expect, it } from "vitest";
import * as denied from "@/app/denied/api/route";
import { privateHeaders } from "@/lib/edge/private-headers";
import { makeViewer } from "../../factories/make-viewer";
import { auditMark, auditRowsSince } from "../../setup/audit-rows";
import { http } from "../../setup/http";

/** As the gate rewrites a request whose token lacked the permission. */
const sentBy = (permission: string) => ({
  [privateHeaders.path]: "/api/admin/users?q=a",
  [privateHeaders.denied]: JSON.stringify({ kind: "permission", mode: "all", permissions: [permission] }),
});

describe("the API's answer to what the gate refused", () => {
  it("403 where the database says no too, with one audit row that names path and permission", async () => {
    const viewer = await makeViewer();
    for (const method of ["GET", "POST", "DELETE"] as const) {
      const since = await auditMark();
      const { status, body } = await http(denied, { method, as: viewer, headers: sentBy("users.view") });
      expect({ status, code: body.code }).toEqual({ status: 403, code: "FORBIDDEN" });
      expect(await auditRowsSince(since)).toMatchObject([
        { action: "access.denied", success: false, actor_id: viewer.user.id, request_id: body.request_id, metadata: { path: "/api/admin/users?q=a", method, required: ["users.view"] } },
      ]);
    }
  });

  it("401 TOKEN_STALE where the permission was given since", async () => {
    const viewer = await makeViewer(["users.view"]);
    const since = await auditMark();
    expect(await http(denied, { as: viewer, headers: sentBy("users.view") })).toMatchObject({ status: 401, body: { code: "TOKEN_STALE" } });
    expect(await auditRowsSince(since)).toEqual([]);
  });

  it("401 for a session that has ended", async () => {
    expect(await http(denied, { as: { accessToken: "not.a.token" }, headers: sentBy("users.view") })).toMatchObject({ status: 401, body: { code: "UNAUTHORIZED" } });
  });

  it("404 reached in any other way", async () => {
    const viewer = await makeViewer();
    const since = await auditMark();
    const odd = [
      {},
      { [privateHeaders.path]: "/api/admin/users" },
      { ...sentBy("users.view"), [privateHeaders.denied]: "{" },
      { ...sentBy("users.view"), [privateHeaders.denied]: JSON.stringify({ kind: "anyone" }) },
    ];
    for (const headers of odd) expect(await http(denied, { as: viewer, headers })).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    expect(await auditRowsSince(since)).toEqual([]);
  });
});
