import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/reauthenticate/route";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";

describe("auth.show-proof", () => {
  it("says since when, and whether that still counts", async () => {
    const viewer = await makeViewer();
    expect(await http(route, { as: viewer })).toMatchObject({ status: 200, body: { methods: ["password"], is_recent: true, max_age_seconds: 600 } });
    await travel(10 * MINUTE);
    expect(await callAs(viewer).output(showProof)).toMatchObject({ is_recent: false });
  });

  it("names a mailed code where there is nothing else", async () => {
    expect((await callAs(await makeViewer([], { password: null })).output(showProof)).methods).toEqual(["email"]);
  });

  it("writes nothing, and no row", async () => {
    const viewer = await makeViewer();
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(showProof)))).toEqual([]);
  });

  expectRefused(showProof, { valid: () => ({}) });
});
