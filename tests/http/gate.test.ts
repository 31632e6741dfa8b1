// Before anything of Next is loaded: the stores that headers() and cookies() read are made with it.
import "next/dist/server/node-environment-baseline";
import { describe, expect, it } from "vitest";
import { Gate, type GateProps } from "@/app/gate";
import { privateHeaders } from "@/lib/edge/private-headers";
import { giveRole, makeRole } from "../factories/make-role";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { inNextRequest } from "../matrix/in-next-request";
import { sql } from "../setup/sql";
import { FIREFOX, freshAddress } from "../setup/test-context";

/** What the gate sends to a viewer, null being nobody. */
async function sent(viewer: Pick<TestViewer, "accessToken"> | null, criteria: Omit<GateProps, "children">): Promise<unknown> {
  let answer: unknown;
  const headers = {
    "user-agent": FIREFOX, [privateHeaders.path]: "/", [privateHeaders.clientAddress]: freshAddress(),
    ...(viewer ? { cookie: `access_token=${viewer.accessToken}` } : {}),
  };
  const end = await inNextRequest(headers, async () => {
    answer = await Gate({ ...criteria, children: "inside" });
  });
  expect(end).toEqual({ kind: "rendered" });
  return answer;
}

describe("<Gate> on the server", () => {
  it("sends its children to those who hold the permission, wildcards included, and the fallback to others", async () => {
    const viewer = await makeViewer(["users.*"]);
    expect(await sent(viewer, { permission: "users.view" })).toBe("inside");
    expect(await sent(viewer, { permission: "audit.view", fallback: "outside" })).toBe("outside");
    expect(await sent(viewer, { permission: "audit.view" })).toBeNull();
    expect(await sent(viewer, { permissions: ["users.view", "audit.view"] })).toBe("inside");
    expect(await sent(viewer, { permissions: ["users.view", "audit.view"], requireAll: true })).toBeNull();
  });

  it("stays shut for nobody, for a broken token, and where nothing is asked", async () => {
    expect(await sent(null, { permission: "users.view", fallback: "outside" })).toBe("outside");
    expect(await sent({ accessToken: "not.a.token" }, { permission: "users.view" })).toBeNull();
    expect(await sent(await makeViewer(["users.view"]), {})).toBeNull();
  });

  it("knows roles of the active organization by name", async () => {
    const viewer = await makeViewer();
    const role = await makeRole([]);
    expect(await sent(viewer, { role: role.name })).toBeNull();
    await giveRole(viewer.user.id, role.id, viewer.user.organizationId);
    expect(await sent(viewer, { role: role.name })).toBe("inside");
    expect(await sent(viewer, { roles: ["auditor", role.name], permission: "users.ban" })).toBe("inside");
  });

  it("closes with the next request once the permission is gone", async () => {
    const viewer = await makeViewer(["users.view"]);
    expect(await sent(viewer, { permission: "users.view" })).toBe("inside");
    await sql("DELETE FROM role_assignments WHERE user_id = $1", [viewer.user.id]);
    expect(await sent(viewer, { permission: "users.view" })).toBeNull();
  });
});
