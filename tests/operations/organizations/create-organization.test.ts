import { describe, expect, it } from "vitest";
import { createOrganization } from "@/lib/features/organizations/operations/create-organization";
import { verifyAccessToken } from "@/lib/edge/token";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { listOrganizations } from "@/lib/features/organizations/operations/list-organizations";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

describe("allowed", () => {
  it("makes an organization whose only member and administrator is its creator", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const answer = await callAs(viewer).output(createOrganization, { input: { name: "  Müller & Söhne  " } });
      expect(answer).toMatchObject({
        organization: { name: "Müller & Söhne", slug: expect.stringMatching(/^muller-sohne-[0-9a-f]{8}$/), is_active: false, is_member: true, is_default: false, members_count: 1 },
        tenant_id: viewer.user.organizationId,
      });
      expect(answer.organization.roles).toMatchObject([{ name: "admin", expires_at: null }]);
    });
    const made = await oneRow<{ id: string; slug: string }>("SELECT id, slug FROM organizations WHERE name = 'Müller & Söhne'");
    expect(rows).toMatchObject([
      {
        action: "organization.created", success: true, actor_id: viewer.user.id, organization_id: made.id, session_id: viewer.sessionId,
        resource_type: "organization", resource_id: made.id, metadata: { name: "Müller & Söhne", slug: made.slug },
      },
    ]);
    expect(await oneRow("SELECT user_id FROM memberships WHERE organization_id = $1", [made.id])).toEqual({ user_id: viewer.user.id });
    expect(await oneRow("SELECT user_id, granted_by_id, expires_at FROM role_assignments WHERE organization_id = $1", [made.id])).toEqual({
      user_id: viewer.user.id, granted_by_id: viewer.user.id, expires_at: null,
    });
  });

  it("with activate, acts on the next request: everything in the new organization, nothing in any other", async () => {
    const viewer = await makeViewer();
    const { output, ctx } = await callAs(viewer).run(createOrganization, { input: { name: "Acme", slug: "acme-works", activate: true } });
    const id = output?.organization_id;
    expect(output).toMatchObject({ organization: { slug: "acme-works", is_active: true }, tenant_id: id });
    const verdict = await verifyAccessToken(ctx.effects.access?.accessToken ?? "");
    expect(verdict).toMatchObject({ ok: true, claims: { tid: id, sid: viewer.sessionId, perms: ["*"], roles: ["admin"] } });
    const { users } = await callAs(viewer).output(listUsers);
    expect(users.map((user) => user.id)).toEqual([viewer.user.id]);
    expect(await callAs(viewer).output(listOrganizations)).toMatchObject({ tenant_id: id, total: 2 });
  });

  it("makes several of one name, with slugs of their own, also of names that hold no letter of a slug", async () => {
    const viewer = await makeViewer();
    for (const name of ["Same", "Same", "株式会社", "deleted-x"]) await callAs(viewer).output(createOrganization, { input: { name } });
    const rows = await sql<{ slug: string }>("SELECT slug FROM organizations o JOIN memberships m ON m.organization_id = o.id WHERE m.user_id = $1 AND slug <> 'default'", [viewer.user.id]);
    expect(new Set(rows.map(({ slug }) => slug)).size).toBe(4);
    expect(rows.filter(({ slug }) => slug.startsWith("deleted-"))).toEqual([]);
  });

  it("where only a permission lets one, needs it on the whole platform", async () => {
    await withEnv({ ORGANIZATIONS_CREATE: "permission" }, async () => {
      for (const viewer of [await makeViewer(), await makeViewer(["*"]), await makeViewer(["organizations.edit"], { reach: "platform" })]) {
        const rows = await auditRowsOf(async () => {
          const error = await rowsUnchanged(() => callAs(viewer).refusal(createOrganization, { input: { name: "Acme" } }));
          expect(error).toMatchObject({ status: 403, code: "ORGANIZATIONS_BY_PERMISSION" });
        });
        expect(rows).toMatchObject([{ action: "organization.created", success: false, error_code: "ORGANIZATIONS_BY_PERMISSION", actor_id: viewer.user.id }]);
      }
      const viewer = await makeViewer(["organizations.create"], { reach: "platform" });
      expect(await callAs(viewer).output(createOrganization, { input: { name: "Acme" } })).toMatchObject({ organization: { name: "Acme" } });
    });
  });
});

describe("conflict", () => {
  it("409 for a slug that another one has, in any case, and one of 64 parallel callers gets it", async () => {
    const viewer = await makeViewer();
    const refused = await rowsUnchanged(() => callAs(viewer).refusal(createOrganization, { input: { name: "Mine", slug: "Default" } }));
    expect(refused).toMatchObject({ status: 409, code: "SLUG_TAKEN" });
    const viewers = await Promise.all(Array.from({ length: 16 }, () => makeViewer([], { password: null })));
    const outcomes = await Promise.all(viewers.map((one) => callAs(one).run(createOrganization, { input: { name: "Race", slug: "race" } })));
    expect(outcomes.filter(({ error }) => !error)).toHaveLength(1);
    expect(outcomes.filter(({ error }) => error?.code === "SLUG_TAKEN")).toHaveLength(15);
  });
});

describe("refused and invalid", () => {
  expectRefused(createOrganization, {
    valid: () => ({ input: { name: "Acme", slug: "acme-valid" } }),
    invalid: {
      "a blank name": { name: "   " },
      "a name without end": { name: "x".repeat(101) },
      "a slug with a space": { slug: "a b" },
      "a slug that ends with a hyphen": { slug: "acme-" },
      "a slug of one letter": { slug: "a" },
      "a slug of the deleted": { slug: "deleted-acme" },
      "a slug without end": { slug: "x".repeat(49) },
      "an id of its own": { id: "0198c0de-0000-7000-8000-000000000000" },
    },
  });
});
