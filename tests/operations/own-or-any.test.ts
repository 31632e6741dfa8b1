/** Own-or-any: the owner of the row, or a holder of the permission; to anybody else it makes no difference whether the row exists. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { can, ownOrAny, scopeOf, signedIn } from "@/lib/access/policy";
import { findPerson } from "@/lib/features/admin/repo";
import { handler } from "@/lib/http/handler";
import { makePage, type RefusalViews } from "@/lib/http/page";
import { newId } from "@/lib/ids";
import { defineOperation } from "@/lib/operation";
import { makeOrganization } from "../factories/make-organization";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { auditRowsOf } from "../setup/audit-rows";
import { callAs } from "../setup/call-as";
import { expectRefused } from "../setup/expect-refused";

const declaration = {
  name: "test.own",
  kind: "query",
  http: { method: "GET", path: "/api/test/{id}" },
  summary: "Show oneself, or anybody",
  params: z.object({ id: z.uuid() }),
  output: z.object({ id: z.uuid() }),
  audit: false,
} as const;

const showOwn = defineOperation({
  ...declaration,
  access: ownOrAny("users.view", "rbac.admin"),
  scope: ({ viewer, params }) => findPerson(params.id === viewer.userId ? { kind: "platform" } : scopeOf(viewer, "users.view"), params.id),
  owner: ({ params, resource }) => (params.id === resource.id ? resource.id : null),
  run: async ({ resource }) => ({ id: resource.id }),
});

const idOf = async () => ({ params: { id: (await makeUser({ password: null })).id } });

expectRefused(showOwn, { valid: idOf });

describe("is allowed", () => {
  it("to the owner, who holds nothing, without an audit row", async () => {
    const viewer = await makeViewer([]);
    const id = viewer.user.id;
    expect(await auditRowsOf(async () => expect(await callAs(viewer).output(showOwn, { params: { id } })).toEqual({ id }))).toEqual([]);
  });

  it.each([["users.view"], ["rbac.admin"], ["users.*"], ["*"]])("to a holder of %s", async (held) => {
    const raw = await idOf();
    expect(await callAs(await makeViewer([held])).output(showOwn, raw)).toEqual({ id: raw.params.id });
  });
});

describe("is refused", () => {
  it("with 403 to a stranger, with what it would have taken in the audit trail", async () => {
    const raw = await idOf();
    const viewer = await makeViewer(["roles.view"]);
    const rows = await auditRowsOf(async () => {
      expect(await callAs(viewer).refusal(showOwn, raw)).toMatchObject({ status: 403, code: "FORBIDDEN" });
    });
    expect(rows).toMatchObject([
      { action: "access.denied", actor_id: viewer.user.id, success: false, error_code: "FORBIDDEN", metadata: { operation: "test.own", required: ["users.view", "rbac.admin"] } },
    ]);
  });

  it("with 404 to a holder elsewhere, as if there were no such row", async () => {
    const raw = await idOf();
    const elsewhere = await makeViewer(["users.view"], { organization: await makeOrganization() });
    const absent = await callAs(elsewhere).refusal(showOwn, { params: { id: newId() } });
    expect(await callAs(elsewhere).refusal(showOwn, raw)).toMatchObject({ status: 404, message: absent.message });
  });

  it("to everybody but holders where a row is nobody's", async () => {
    const nobodys = defineOperation({ ...declaration, access: ownOrAny("users.view"), owner: () => null, run: async ({ params }) => params });
    const viewer = await makeViewer([]);
    expect(await callAs(viewer).refusal(nobodys, { params: { id: viewer.user.id } })).toMatchObject({ status: 403 });
    const holder = await makeViewer(["users.view"]);
    expect(await callAs(holder).output(nobodys, { params: { id: holder.user.id } })).toEqual({ id: holder.user.id });
  });
});

describe("what does not compile", () => {
  const views: RefusalViews = { denied: () => null, notFound: () => null, unavailable: () => null };
  const run = async () => ({ id: newId() });

  it("own-or-any without an owner, an owner without own-or-any, and own-or-any where there is no row", () => {
    // @ts-expect-error -- nobody says whose the row is
    defineOperation({ ...declaration, access: ownOrAny("users.view"), run });
    // @ts-expect-error -- nothing asks whose the row is
    defineOperation({ ...declaration, access: can("users.view"), owner: () => null, run });
    // @ts-expect-error -- nothing asks whose the row is
    defineOperation({ ...declaration, access: signedIn(), owner: () => null, run });
    // @ts-expect-error -- no permission would open other people's
    ownOrAny();
    // @ts-expect-error -- a handler has no row
    handler({ access: ownOrAny("users.view") }, async () => new Response());
    // @ts-expect-error -- a page has no row
    makePage(views)(ownOrAny("users.view"), async () => null);
  });
});
