import { describe, expect } from "vitest";
import { can as needs, isOwnOrHeld, ownOrAny, signedIn } from "@/lib/access/policy";
import { expandPermissions } from "@/lib/access/expand-permissions";
import { permits } from "@/lib/edge/permission";
import { auditAction } from "@/lib/http/audit-action";
import * as guards from "@/lib/http/guards";
import { handler } from "@/lib/http/handler";
import { safeReturnTo } from "@/lib/http/return-to";
import { limits } from "@/lib/rate-limit/limits";
import type { RequestContext } from "@/lib/session/request-context";
import { type Viewer, viewerOf } from "@/lib/session/viewer";
import { pruneExpired } from "@/lib/outbox/prune";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { DAY, travel } from "../setup/clock";
import { http } from "../setup/http";
import { sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";
import { listOwnSessions } from "@/lib/features/sessions/operations/list-own-sessions";
import { conforms } from "./conforms";
import { ERROR } from "./shapes";

const both = ["users.view", "users.ban"] as const;

/** A handler of a product's own, behind this guard. */
const behind = (guard: (ctx: RequestContext) => Promise<unknown>) => ({ GET: handler({ access: signedIn() }, async ({ ctx }) => Response.json({ passed: await guard(ctx) })) });

async function statuses(guard: (ctx: RequestContext) => Promise<unknown>, ...viewers: TestViewer[]): Promise<number[]> {
  const answers = [];
  for (const as of viewers) answers.push((await http(behind(guard), { as })).status);
  return answers;
}

describe("permissions and roles", () => {
  conforms("4.3-permission_required", async () => {
    const [holder, other] = [await makeViewer(["users.view"]), await makeViewer(["users.ban"])];
    expect(await statuses((ctx) => guards.requirePermission("users.view", ctx), holder, other)).toEqual([200, 403]);
    const route = { GET: handler({ access: needs("users.view") }, async () => Response.json({})) };
    expect([(await http(route, { as: holder })).status, (await http(route, { as: other })).status]).toEqual([200, 403]);
  });

  conforms("4.3-permissions_required", async () => {
    expect(await statuses((ctx) => guards.requireAllPermissions(both, ctx), await makeViewer(both), await makeViewer(["users.ban"]))).toEqual([200, 403]);
  });

  conforms("4.3-any_permission", async () => {
    expect(await statuses((ctx) => guards.requireAnyPermission(both, ctx), await makeViewer(["users.ban"]), await makeViewer(["audit.view"]))).toEqual([200, 403]);
  });

  conforms("4.3-role_required_authsvc", async () => {
    const [manager, auditor] = [await makeViewer([], { roles: ["manager"] }), await makeViewer([], { roles: ["auditor"] })];
    const [role] = await sql<{ id: string }>("SELECT id FROM roles WHERE name = 'manager'");
    for (const named of ["manager", role?.id ?? ""]) expect(await statuses((ctx) => guards.requireRole(named, ctx), manager, auditor)).toEqual([200, 403]);
  });

  conforms("4.3-roles_required", async () => {
    expect(await statuses((ctx) => guards.requireAnyRole(["manager", "auditor"], ctx), await makeViewer([], { roles: ["auditor"] }), await makeViewer())).toEqual([200, 403]);
  });

  conforms("4.3-require_permission", async () => {
    const route = behind((ctx) => guards.requirePermission("users.view", ctx));
    expect((await http(route, { as: await makeViewer() })).body).toEqual({ ...ERROR, code: "FORBIDDEN" });
    expect([(await http(route)).status, (await http(route)).body]).toEqual([401, { ...ERROR, code: "UNAUTHORIZED" }]);
  });

  conforms("4.3-admin_required", async () => {
    const named = await makeViewer([], { roles: ["user"] });
    await sql("UPDATE roles SET display_name = 'admin' WHERE name = 'user'");
    expect(await statuses((ctx) => guards.requirePermission("users.delete", ctx), await makeViewer([], { roles: ["admin"] }), named)).toEqual([200, 403]);
  });

  conforms("4.3-PermissionChecker", async () => {
    const viewer = await makeViewer(["users.view"]);
    const route = behind(async (ctx) => [await guards.can("users.view", ctx), await guards.can("users.ban", ctx)]);
    expect(await auditRowsOf(async () => expect((await http(route, { as: viewer })).body).toEqual({ passed: [true, false] }))).toEqual([]);
  });

  conforms("4.3-RoleMixin", () => {
    expect([permits(["users.*"], "users.view"), permits(["users.*"], "roles.view"), permits(["*"], "roles.view")]).toEqual([true, false, true]);
    expect(expandPermissions(["things.*"], ["roles.view", "things.see", "things.move"])).toEqual(["things.move", "things.see"]);
  });

  conforms("4.3-optional_auth", async () => {
    const route = { GET: handler({ access: { kind: "anyone" } }, async ({ ctx }) => Response.json({ user_id: (await viewerOf(ctx))?.userId ?? null })) };
    const viewer = await makeViewer();
    expect([(await http(route)).body, (await http(route, { as: viewer })).body]).toEqual([{ user_id: null }, { user_id: viewer.user.id }]);
  });

  conforms("4.3-ownership_checks", () => {
    const viewer = (permissions: string[]) => ({ userId: "me", permissions }) as unknown as Viewer;
    const rule = ownOrAny("activity.view");
    expect([isOwnOrHeld(rule, viewer([]), "me"), isOwnOrHeld(rule, viewer([]), "you"), isOwnOrHeld(rule, viewer(["activity.view"]), "you"), isOwnOrHeld(rule, viewer([]), null)]).toEqual([true, false, true, false]);
  });
});

describe("the rest", () => {
  conforms("4.3-audit_action", async () => {
    const viewer = await makeViewer();
    const seen = auditAction("chart.viewed", { resource_type: "chart", log_phi: true, metadata: ({ params }) => ({ asked: params.chart_id }) }, async ({ params }: { ctx: RequestContext; viewer: Viewer | null; params: Record<string, string | string[] | undefined> }) => Response.json({}, { status: params.chart_id === "gone" ? 404 : 200 }));
    const route = { GET: handler({ access: signedIn() }, seen) };
    const rows = await auditRowsOf(async () => {
      await http(route, { as: viewer, params: { chart_id: "7" } });
      await http(route, { as: viewer, params: { chart_id: "gone" } });
    });
    expect(rows).toMatchObject([{ stream: "activity", action: "chart.viewed", actor_id: viewer.user.id, resource_type: "chart", resource_id: "7", phi_accessed: true, metadata: { asked: "7" } }]);
  });

  conforms("4.3-AuditManager", async () => {
    const viewer = await makeViewer();
    expect((await callAs(viewer).output(listOwnSessions)).sessions).toHaveLength(1);
    await travel(400 * DAY);
    expect(await pruneExpired()).toMatchObject({ sessions: expect.any(Number) });
    expect(await sql("SELECT 1 FROM sessions WHERE id = $1", [viewer.sessionId])).toEqual([]);
  });

  conforms("4.3-validate_redirect_url", () =>
    withEnv({ REDIRECT_ALLOW_LIST: "https://app.example.com" }, async () => {
      expect(safeReturnTo("https://app.example.com/in?x=1")).toBe("https://app.example.com/in?x=1");
      for (const wanted of ["https://app.example.com.evil.example/", "https://app.example.com:8443/", "//evil.example", "javascript:alert(1)", "https://user@app.example.com/"]) expect(safeReturnTo(wanted), wanted).toBe("/dashboard");
    }));

  conforms("4.3-rate_limit", async () => {
    await withEnv({ RATE_LIMIT_USER: "1/60s" }, async () => {
      const route = { GET: handler({ access: signedIn(), limit: limits.read }, async () => Response.json({})) };
      const viewer = await makeViewer();
      const answers = [await http(route, { as: viewer }), await http(route, { as: viewer })];
      expect(answers.map(({ status, headers }) => [status, headers.get("x-ratelimit-limit")])).toEqual([[200, "1"], [429, "1"]]);
    });
  });
});
