// First, because it prepares what every module of Next looks for when it is loaded.
import { nextRoute } from "../setup/next-route";
import { NextRequest } from "next/server";
import { describe, expect, it, vi } from "vitest";
import { page } from "@/app/page-maker";
import { can as needs, signedIn } from "@/lib/access/policy";
import { privateHeaders } from "@/lib/edge/private-headers";
import { invalidFields } from "@/lib/errors";
import { auditAction } from "@/lib/http/audit-action";
import * as guards from "@/lib/http/guards";
import { handler } from "@/lib/http/handler";
import { serverAction } from "@/lib/http/server-action";
import { newId } from "@/lib/ids";
import type { RequestContext } from "@/lib/session/request-context";
import { makeRole } from "../factories/make-role";
import { makeViewer, type TestViewer } from "../factories/make-viewer";
import { inNextRequest } from "../matrix/in-next-request";
import { auditRowsOf } from "../setup/audit-rows";
import { http } from "../setup/http";
import { freshAddress, TEST_ORIGIN } from "../setup/test-context";

vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");

type Guard = (ctx?: RequestContext) => Promise<unknown>;

const GUARDS: [string, Guard, Record<string, unknown>][] = [
  ["requirePermission", (ctx) => guards.requirePermission("users.view", ctx), { required: ["users.view"] }],
  ["requireAllPermissions", (ctx) => guards.requireAllPermissions(["users.view", "users.ban"], ctx), { required: ["users.view", "users.ban"] }],
  ["requireAnyPermission", (ctx) => guards.requireAnyPermission(["users.view", "users.ban"], ctx), { required: ["users.view", "users.ban"] }],
  ["requireRole", (ctx) => guards.requireRole("manager", ctx), { required_roles: ["manager"] }],
  ["requireAnyRole", (ctx) => guards.requireAnyRole(["manager", "auditor"], ctx), { required_roles: ["manager", "auditor"] }],
];

const inHandler = (guard: Guard, as: TestViewer | null, method: "GET" | "POST" = "GET") => {
  const route = handler({ access: signedIn() }, async ({ ctx }) => Response.json({ passed: Boolean(await guard(ctx)) }));
  return http({ [method]: route }, { method, as });
};

const cookieOf = (viewer: TestViewer) => ({ cookie: `access_token=${viewer.accessToken}` });

/** In the function of a page, without a context. */
const inPage = (guard: Guard, viewer: TestViewer) =>
  inNextRequest({ ...cookieOf(viewer), [privateHeaders.path]: "/reports", [privateHeaders.clientAddress]: freshAddress() }, () =>
    page(signedIn(), async () => void (await guard()))({ params: Promise.resolve({}), searchParams: Promise.resolve({}) }),
  );

describe.each(GUARDS)("%s", (_name, guard, metadata) => {
  const entitled = () => makeViewer(["users.view", "users.ban"], { roles: ["manager"], password: null });
  const denial = { action: "access.denied", success: false, error_code: "FORBIDDEN", metadata: expect.objectContaining(metadata) };

  it("passes whoever has what it asks for", async () => {
    const viewer = await entitled();
    expect(await auditRowsOf(async () => {
      expect((await inHandler(guard, viewer)).body).toEqual({ passed: true });
      expect(await inPage(guard, viewer)).toEqual({ kind: "rendered" });
    })).toEqual([]);
  });

  it("refuses others with 403 and an access.denied row, in a handler and in a page", async () => {
    const viewer = await makeViewer(["audit.view"], { password: null });
    expect(await auditRowsOf(async () => expect((await inHandler(guard, viewer)).body.code).toBe("FORBIDDEN"))).toMatchObject([{ ...denial, actor_id: viewer.user.id }]);
    expect(await auditRowsOf(async () => expect(await inPage(guard, viewer)).toEqual({ kind: "status", status: 403 }))).toMatchObject([denial]);
  });

  it("refuses nobody's request with 401, and while a new password is due", async () => {
    const open = { GET: handler({ access: { kind: "anyone" } }, async ({ ctx }) => Response.json(await guard(ctx))) };
    expect((await http(open)).status).toBe(401);
    const due = await makeViewer(["users.view", "users.ban"], { roles: ["manager"], mustChangePassword: true });
    expect((await http(open, { as: due })).body.code).toBe("PASSWORD_CHANGE_REQUIRED");
  });
});

describe("requireAllPermissions and requireAnyPermission", () => {
  it("one of two is enough for any, and not for all; an empty list is enough for nobody", async () => {
    const viewer = await makeViewer(["users.ban"], { password: null });
    const statusOf = async (guard: Guard) => (await inHandler(guard, viewer)).status;
    expect(await statusOf((ctx) => guards.requireAnyPermission(["users.view", "users.ban"], ctx))).toBe(200);
    expect(await statusOf((ctx) => guards.requireAllPermissions(["users.view", "users.ban"], ctx))).toBe(403);
    expect(await statusOf((ctx) => guards.requireAllPermissions([], ctx))).toBe(403);
    expect(await statusOf((ctx) => guards.requireAnyRole([], ctx))).toBe(403);
  });

  it("requireRole takes an id too, and no name that only looks like it", async () => {
    const role = await makeRole([]);
    const viewer = await makeViewer([], { roles: [role.name], password: null });
    expect((await inHandler((ctx) => guards.requireRole(role.id, ctx), viewer)).status).toBe(200);
    expect((await inHandler((ctx) => guards.requireRole(role.name.toUpperCase(), ctx), viewer)).status).toBe(403);
  });
});

describe("can", () => {
  it("answers, and neither refuses nor records", async () => {
    const viewer = await makeViewer(["users.*"], { password: null });
    const due = await makeViewer(["*"], { mustChangePassword: true });
    const ask = { GET: handler({ access: { kind: "anyone" } }, async ({ ctx }) => Response.json([await guards.can("users.view", ctx), await guards.can("audit.view", ctx)])) };
    expect(await auditRowsOf(async () => {
      expect((await http(ask, { as: viewer })).body).toEqual([true, false]);
      expect((await http(ask, { as: due })).body).toEqual([false, false]);
      expect((await http(ask)).body).toEqual([false, false]);
    })).toEqual([]);
  });
});

/** A submitted form in Next's own runner. */
async function submit(run: (form: FormData) => Promise<unknown>, { cookie, origin = TEST_ORIGIN }: { cookie?: string; origin?: string }, fields: Record<string, string> = {}) {
  const headers = { "x-gatehouse-client-address": freshAddress(), "content-type": "application/x-www-form-urlencoded", origin, ...(cookie ? { cookie } : {}) };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const route = { POST: async () => Response.json(await run(form)) };
  const answer = await nextRoute("/form", async () => route, new NextRequest(`${TEST_ORIGIN}/form`, { method: "POST", headers }));
  const text = await answer.text();
  return { status: answer.status, state: text ? JSON.parse(text) : null, location: answer.headers.get("location") };
}

describe("serverAction", () => {
  const rename = serverAction(needs("users.view"), async ({ viewer, fields }) => {
    if (fields.name === "") throw invalidFields({ name: ["This cannot be blank."] });
    return { message: `${viewer.username} named it ${String(fields.name)}.` };
  });
  const send = (viewer: TestViewer | null, fields: Record<string, string>, origin?: string) =>
    submit((form) => rename({}, form), { origin, ...(viewer ? cookieOf(viewer) : {}) }, fields);

  it("runs for whoever may, and a refusal of its own is the form's state", async () => {
    const viewer = await makeViewer(["users.view"], { password: null });
    expect((await send(viewer, { name: "Q3" })).state).toMatchObject({ ok: true, message: `${viewer.user.username} named it Q3.` });
    expect((await send(viewer, { name: "" })).state).toMatchObject({ ok: false, code: "VALIDATION_ERROR", fields: { name: ["This cannot be blank."] } });
  });

  it("refuses others, with an audit row where somebody is there", async () => {
    const viewer = await makeViewer([], { password: null });
    const rows = await auditRowsOf(async () => expect((await send(viewer, { name: "x" })).state).toMatchObject({ ok: false, code: "FORBIDDEN", values: { name: "x" } }));
    expect(rows).toMatchObject([{ action: "access.denied", actor_id: viewer.user.id }]);
    expect((await send(null, { name: "x" })).state).toMatchObject({ code: "UNAUTHORIZED" });
  });

  it("refuses another site's page, also a guard that was called without ctx @asvs V3.5.1", async () => {
    const viewer = await makeViewer(["users.view"], { password: null });
    expect((await send(viewer, { name: "x" }, "https://evil.example")).state).toMatchObject({ code: "CSRF" });
    const bare = (origin: string) => submit(() => guards.requirePermission("users.view").then(() => "passed", (error: { code: string }) => error.code), { origin, ...cookieOf(viewer) });
    expect((await bare(TEST_ORIGIN)).state).toBe("passed");
    expect((await bare("https://evil.example")).state).toBe("CSRF");
  });

  it("may go elsewhere", async () => {
    const { redirect } = await import("next/navigation");
    const leave = serverAction(signedIn(), async () => redirect("/account"));
    const viewer = await makeViewer([], { password: null });
    expect(await submit((form) => leave({}, form), cookieOf(viewer))).toMatchObject({ location: "/account" });
  });
});

describe("auditAction", () => {
  const id = newId();
  const show = (status: number) =>
    handler({ access: signedIn() }, auditAction("report.viewed", { log_phi: true, metadata: ({ params }) => ({ asked: params.report_id }) }, async () => Response.json({}, { status })));

  it("records what succeeded before the answer leaves, with the resource that the path names", async () => {
    const viewer = await makeViewer([], { password: null });
    const rows = await auditRowsOf(async () => expect((await http({ GET: show(200) }, { as: viewer, params: { report_id: id } })).status).toBe(200));
    expect(rows).toMatchObject([
      { action: "report.viewed", stream: "activity", actor_id: viewer.user.id, session_id: viewer.sessionId, resource_type: "report", resource_id: id, phi_accessed: true, success: true, metadata: { asked: id } },
    ]);
  });

  it("records nothing of a refusal, and refuses what cannot be recorded", async () => {
    const viewer = await makeViewer([], { password: null });
    expect(await auditRowsOf(() => http({ GET: show(404) }, { as: viewer, params: { report_id: id } }))).toEqual([]);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const unrecordable = handler({ access: signedIn() }, auditAction("report.viewed", { metadata: { at: 1n } }, async () => Response.json({ secret: true })));
    expect(await http({ GET: unrecordable }, { as: viewer })).toMatchObject({ status: 500, body: { code: "INTERNAL_ERROR" } });
  });

  it("stands around a page too, with what it was given", async () => {
    const viewer = await makeViewer([], { password: null });
    const Report = page(signedIn(), auditAction("report.opened", {}, async ({ params }) => params.id));
    const headers = { ...cookieOf(viewer), [privateHeaders.path]: `/reports/${id}`, [privateHeaders.clientAddress]: freshAddress() };
    const rows = await auditRowsOf(() => inNextRequest(headers, () => Report({ params: Promise.resolve({ id }), searchParams: Promise.resolve({}) })));
    expect(rows).toMatchObject([{ action: "report.opened", resource_type: "report", resource_id: id, phi_accessed: false }]);
  });
});
