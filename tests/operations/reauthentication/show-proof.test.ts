import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/reauthenticate/route";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import { makePasskey } from "@/tests/factories/make-passkey";
import { makeViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { withEnv } from "@/tests/setup/with-env";

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

  it("names a passkey where one can be used here, and the mailed code where it cannot", async () => {
    const methods = async () => {
      const viewer = await makeViewer([], { password: null });
      await makePasskey(viewer.user);
      return (await callAs(viewer).output(showProof)).methods;
    };
    expect(await methods()).toEqual(["passkey"]);
    expect(await withEnv({ APP_URL: "https://203.0.113.7" }, methods)).toEqual(["email"]);
  });

  it("writes nothing, and no row", async () => {
    const viewer = await makeViewer();
    expect(await auditRowsOf(() => rowsUnchanged(() => callAs(viewer).output(showProof)))).toEqual([]);
  });

  expectRefused(showProof, { valid: () => ({}) });
});
