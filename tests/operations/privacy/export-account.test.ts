import { describe, expect, it } from "vitest";
import * as route from "@/app/api/auth/account/export/route";
import { banUser } from "@/lib/features/admin/operations/ban-user";
import { unbanUser } from "@/lib/features/admin/operations/unban-user";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { exportAccount } from "@/lib/features/privacy/operations/export-account";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs, type Caller } from "../../setup/call-as";
import { expectRefused } from "../../setup/expect-refused";
import { http } from "../../setup/http";
import { rowsUnchanged } from "../../setup/rows-unchanged";
import { sql } from "../../setup/sql";

type Archive = Record<string, unknown> & { profile: Record<string, unknown>; sessions: Record<string, unknown>[]; events: Record<string, unknown>[] };

async function archiveOf(caller: Caller): Promise<{ archive: Archive; text: string }> {
  const file = await callAs(caller).output(exportAccount);
  const pieces = [];
  for await (const piece of file.pieces) pieces.push(piece);
  const text = pieces.join("");
  return { archive: JSON.parse(text) as Archive, text };
}

/** Rows that hold what must not leave the house. */
async function attachSecrets({ user }: TestViewer): Promise<void> {
  await sql("INSERT INTO accounts (id, user_id, type, provider, provider_account_id, email, tokens, created_at) VALUES (gen_random_uuid(), $1, 'oidc', 'google', 'subject-1', $2, 'provider-token-secret', app_now())", [user.id, user.email]);
  await sql("INSERT INTO second_factors (id, user_id, kind, state, secret, created_at, confirmed_at) VALUES (gen_random_uuid(), $1, 'totp', 'confirmed', 'totp-secret', app_now(), app_now())", [user.id]);
  await sql("INSERT INTO recovery_codes (id, user_id, code_hash) SELECT gen_random_uuid(), $1, sha256(n::text::bytea) FROM generate_series(1, 10) n", [user.id]);
}

describe("the archive of one's own data", () => {
  it("holds what is kept about oneself, and no secret", async () => {
    const viewer = await makeViewer([], { firstName: "Ada", lastName: "Byron", roles: ["auditor"], ip: "203.0.113.9" });
    await attachSecrets(viewer);
    await callAs(viewer).output(updateProfile, { input: { city: "London" } });
    const { archive, text } = await archiveOf(viewer);
    expect(archive).toMatchObject({
      format: "gatehouse-account/1",
      exported_at: expect.stringMatching(/Z$/),
      profile: { id: viewer.user.id, email: viewer.user.email, full_name: "Ada Byron", city: "London", roles: ["auditor"] },
      organizations: [{ id: viewer.user.organizationId, joined_at: expect.stringMatching(/Z$/) }],
      roles: [{ name: "auditor", organization_id: viewer.user.organizationId }],
      sessions: [{ id: viewer.sessionId, ip_address: "203.0.113.9", signed_in_by: expect.any(Array) }],
      linked_providers: [{ provider: "google", provider_account_id: "subject-1", email: viewer.user.email }],
      passkeys: [],
      second_factors: [{ kind: "totp", state: "confirmed" }],
      recovery_codes: [{ made: 10, left: 10 }],
      files: [], invitations: [], imported_from: [],
    });
    expect(archive.events.map(({ action }) => action)).toEqual(expect.arrayContaining(["user.data_exported", "user.profile_update"]));
    expect(text).not.toMatch(/hash|secret|token|\$2[aby]\$/i);
  });

  it("holds nothing of anybody else: of their acts what happened, not who did it from where or why", async () => {
    const viewer = await makeViewer();
    const admin = await makeViewer(["*"], { reach: "platform", ip: "198.51.100.77" });
    await callAs(admin).output(banUser, { params: { id: viewer.user.id }, input: { reason: "seen-by-nobody" } });
    await callAs(admin).output(unbanUser, { params: { id: viewer.user.id } });
    const bystander = await makeUser();
    await makeSession(bystander);
    const { archive, text } = await archiveOf(await makeSession(viewer.user));
    expect(archive.events.map(({ action }) => action)).toEqual(expect.arrayContaining(["user.banned", "user.unbanned"]));
    for (const foreign of [admin.user.id, admin.user.email, "198.51.100.77", "seen-by-nobody", bystander.id, bystander.email]) expect(text).not.toContain(foreign);
  });

  it("is whole also where there is more than one batch of events", async () => {
    const viewer = await makeViewer();
    await sql(
      `INSERT INTO audit_events (id, occurred_at, stream, action, actor_id, request_id, success, phi_accessed, personal_digest, key_id, mac)
       SELECT gen_random_uuid(), app_now() - n * interval '1 s', 'activity', 'report.viewed', $1, 'r', true, false, 'x', 'k', 'x' FROM generate_series(1, 1100) n`,
      [viewer.user.id],
    );
    const { archive } = await archiveOf(viewer);
    expect(archive.events).toHaveLength(1101);
    expect(new Set(archive.events.map(({ id }) => id)).size).toBe(1101);
  });

  it("is a download with its row in the trail, three an hour", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(async () => {
      const answer = await http(route, { as: viewer });
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="account-\d{4}-\d\d-\d\d\.json"$/);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    });
    expect(rows).toMatchObject([{ action: "user.data_exported", success: true, actor_id: viewer.user.id, target_user_id: viewer.user.id }]);
    for (const status of [200, 200, 429]) expect((await http(route, { as: viewer })).status).toBe(status);
  });

  it("needs a recent proof of who is there", async () => {
    const viewer = await makeViewer();
    await sql("UPDATE sessions SET auth_time = app_now() - interval '11 min' WHERE id = $1", [viewer.sessionId]);
    expect(await rowsUnchanged(() => callAs(viewer).refusal(exportAccount))).toMatchObject({ status: 403, code: "REAUTH_REQUIRED" });
  });

  it("may be taken along by whoever is leaving", async () => {
    const viewer = await makeViewer();
    await callAs(viewer).output(deleteAccount, { input: { confirm: viewer.user.username } });
    expect((await archiveOf(await makeSession(viewer.user))).archive.profile).toMatchObject({ email: viewer.user.email });
  });

  expectRefused(exportAccount, { caller: async () => makeViewer(), valid: () => ({}) });
});
