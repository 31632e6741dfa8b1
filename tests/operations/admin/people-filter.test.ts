import { beforeAll, describe, expect, it } from "vitest";
import { listUsers } from "@/lib/features/admin/operations/list-users";
import { makeOrganization } from "../../factories/make-organization";
import { joinOrganization, makeUser, type TestUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { sql } from "../../setup/sql";

let viewer: TestViewer;
let ada: TestUser;
let banned: TestUser;
let gone: TestUser;

const list = async (query: Record<string, unknown>, as = viewer) =>
  new Set((await callAs(as).output(listUsers, { query })).users.map(({ id }) => id));

beforeAll(async () => {
  const organization = await makeOrganization();
  viewer = await makeViewer(["users.view"], { organization });
  ada = await makeUser({ organization, firstName: "Ada", verified: false, roles: ["manager"] });
  banned = await makeUser({ organization, banned: true });
  gone = await makeUser({ organization, deleted: true });
  await sql("UPDATE users SET created_at = '2024-02-10T12:00:00Z', last_login_at = '2024-03-01T00:00:00Z', mfa_enabled = true WHERE id = $1", [ada.id]);
  await sql("INSERT INTO accounts (id, user_id, type, provider, provider_account_id, created_at) VALUES (gen_random_uuid(), $1, 'oauth', 'google', 'g-1', app_now())", [banned.id]);
});

describe("filters", () => {
  it("narrow by what is so, and by what is not", async () => {
    expect(await list({ is_verified: "false" })).toEqual(new Set([ada.id]));
    expect(await list({ is_verified: "true" })).toEqual(new Set([viewer.user.id, banned.id]));
    expect(await list({ is_banned: "true" })).toEqual(new Set([banned.id]));
    expect(await list({ is_banned: "false" })).toEqual(new Set([viewer.user.id, ada.id]));
    expect(await list({ mfa_enabled: "true" })).toEqual(new Set([ada.id]));
    expect(await list({ is_deleted: "true" })).toEqual(new Set([gone.id]));
    expect(await list({ status: "inactive", is_deleted: "false" })).toEqual(new Set());
    expect(await list({ provider: "google" })).toEqual(new Set([banned.id]));
    expect(await list({ provider: "local", is_banned: "true" })).toEqual(new Set([banned.id]));
  });

  it("narrow by times: a day counts as a whole, the end of an instant does not", async () => {
    for (const range of [
      { created_from: "2024-02-10", created_to: "2024-02-10" },
      { created_from: "2024-02-10T12:00:00Z", created_to: "2024-02-10T12:00:00.001Z" },
      { created_to: "2024-02-11T00:00:00+02:00" },
      { last_login_from: "2024-03-01", last_login_to: "2024-03-01" },
      { last_login_to: "2025-01-01" },
    ]) expect(await list(range), JSON.stringify(range)).toEqual(new Set([ada.id]));
    expect(await list({ created_from: "2024-02-11", created_to: "2024-12-31" })).toEqual(new Set());
    expect(await list({ created_to: "2024-02-10T12:00:00Z" })).toEqual(new Set());
  });

  it("combine: whoever is shown fits all of them", async () => {
    const all = { q: "ada", role: "manager", status: "unverified", is_active: "true", is_verified: "false", is_banned: "false", mfa_enabled: "true", provider: "local", created_from: "2024-01-01", created_to: "2024-12-31", last_login_from: "2024-01-01", last_login_to: "2024-12-31" };
    expect(await list(all)).toEqual(new Set([ada.id]));
    for (const other of [{ q: "grace" }, { role: "auditor" }, { mfa_enabled: "false" }, { provider: "google" }, { created_to: "2024-01-31" }]) expect(await list({ ...all, ...other })).toEqual(new Set());
  });

  it("by organization, reach as far as the viewer does and tell nothing of the others", async () => {
    const admin = await makeViewer(["users.view"], { reach: "platform" });
    const there = await makeOrganization();
    const theirs = await makeUser({ organization: there });
    expect(await list({ organization_id: there.id }, admin)).toEqual(new Set([theirs.id]));
    await joinOrganization(ada.id, there.id);
    expect(await list({ organization_id: there.id }, admin)).toEqual(new Set([theirs.id, ada.id]));
    expect(await list({ organization_id: there.id })).toEqual(new Set());
    expect(await list({ organization_id: viewer.user.organizationId, q: "ada" })).toEqual(new Set([ada.id]));
  });
});

describe("invalid input", () => {
  it("is 422, with a sentence for the field", async () => {
    for (const query of [{ created_from: "yesterday" }, { created_to: "2024-02-31" }, { is_banned: "perhaps" }, { organization_id: "acme" }, { last_login_from: "2024-13-01T00:00:00Z" }]) {
      const error = await callAs(viewer).refusal(listUsers, { query });
      expect(error).toMatchObject({ status: 422, details: { fields: { [Object.keys(query)[0] ?? ""]: [expect.any(String)] } } });
    }
  });
});
