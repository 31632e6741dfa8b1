import { describe, expect, it } from "vitest";
import * as updateUser from "@/app/api/auth/update_user/route";
import * as atMe from "@/app/api/auth/user/[handle]/route";
import { armFailpoints } from "@/lib/failpoint";
import { updateProfile } from "@/lib/features/account/operations/update-profile";
import { makeUser } from "@/tests/factories/make-user";
import { makeViewer } from "@/tests/factories/make-viewer";
import { auditRowsOf } from "@/tests/setup/audit-rows";
import { callAs } from "@/tests/setup/call-as";
import { expectRefused } from "@/tests/setup/expect-refused";
import { http } from "@/tests/setup/http";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { oneRow } from "@/tests/setup/sql";

const everything = {
  first_name: " Grace ",
  last_name: "Höpper 🦉",
  phone_number: "+1 (555)010-9999",
  date_of_birth: "1906-12-09",
  bio: "مرحبا <b>not bold</b>",
  occupation: "Rear admiral",
  address: "1 Main Street'; DROP TABLE users; --",
  city: "Arlington",
  state: "VA",
  country: "USA",
  zip_code: "22201",
};

describe("account.update", () => {
  it("saves every field, at both of its addresses", async () => {
    const viewer = await makeViewer();
    const put = await http(atMe, { method: "PUT", as: viewer, params: { handle: "@me" }, body: everything });
    expect(put).toMatchObject({ status: 200, body: { message: expect.any(String), user: { ...everything, first_name: "Grace" } } });
    const post = await http(updateUser, { as: viewer, body: { bio: "", city: null } });
    expect(post.body.user).toMatchObject({ bio: null, city: null, state: "VA", date_of_birth: "1906-12-09" });
  });

  it("drops what is not theirs to change, and lets an unchanged address pass", async () => {
    const viewer = await makeViewer();
    const before = await oneRow("SELECT * FROM users WHERE id = $1", [viewer.user.id]);
    const input = {
      email: ` ${viewer.user.email.toUpperCase()} `,
      id: viewer.user.id,
      role: "admin",
      is_active: false,
      is_verified: false,
      mfa_enabled: true,
      provider: "google",
      password_hash: "x",
      surprise: { deep: true },
      state: "Ohio",
    };
    await callAs(viewer).output(updateProfile, { input });
    const after = await oneRow("SELECT * FROM users WHERE id = $1", [viewer.user.id]);
    expect(after).toEqual({ ...before, state: "Ohio", updated_at: after.updated_at });
  });

  it("changes the username, also only its letters' case", async () => {
    const viewer = await makeViewer();
    const username = viewer.user.username.toUpperCase();
    expect((await callAs(viewer).output(updateProfile, { input: { username } })).user.username).toBe(username);
  });

  it("writes one row with what became different", async () => {
    const viewer = await makeViewer([], { firstName: "Ada" });
    const rows = await auditRowsOf(() => callAs(viewer).output(updateProfile, { input: { first_name: "Adah", last_name: null, city: "London" } }));
    expect(rows).toMatchObject([
      {
        action: "user.profile_update",
        actor_id: viewer.user.id,
        target_user_id: viewer.user.id,
        session_id: viewer.sessionId,
        success: true,
        changes: { first_name: { from: "Ada", to: "Adah" }, city: { from: null, to: "London" } },
        metadata: { fields: ["first_name", "city"] },
      },
    ]);
    expect(Object.keys(rows[0]?.changes ?? {})).toHaveLength(2);
  });

  it("tells parallel changes apart", async () => {
    const viewer = await makeViewer();
    const rows = await auditRowsOf(() =>
      Promise.all(["A", "B", "C", "D"].map((city) => callAs(viewer).output(updateProfile, { input: { city } }))),
    );
    const next = new Map(rows.map((row) => [row.changes?.city?.from, row.changes?.city?.to]));
    const cities: unknown[] = [];
    for (let city = next.get(null); city !== undefined && cities.length < next.size; city = next.get(city)) cities.push(city);
    expect(cities.toSorted()).toEqual(["A", "B", "C", "D"]);
  });

  it("422 for a name that speaks for the house, unless one was given it", async () => {
    for (const username of ["root", "Sys.tem", "\u0430dmin"]) {
      const error = await callAs(await makeViewer()).refusal(updateProfile, { input: { username } });
      expect(error).toMatchObject({ status: 422, details: { fields: { username: [expect.any(String)] } } });
    }
    const given = await makeViewer([], { username: "support" });
    expect((await callAs(given).output(updateProfile, { input: { username: "Support", bio: "kept" } })).user.username).toBe("Support");
  });

  it("409 for a username that somebody has, in any case; of parallel takers one wins", async () => {
    const viewer = await makeViewer();
    const other = await makeUser();
    const raw = { input: { username: other.username.toUpperCase() } };
    const error = await rowsUnchanged(() => callAs(viewer).refusal(updateProfile, raw));
    expect(error).toMatchObject({ status: 409, code: "USERNAME_TAKEN", details: { fields: { username: [expect.any(String)] } } });
    expect(await auditRowsOf(() => callAs(viewer).refusal(updateProfile, raw))).toMatchObject([
      { action: "user.profile_update", success: false, error_code: "USERNAME_TAKEN", actor_id: viewer.user.id },
    ]);
    const rivals = await Promise.all(Array.from({ length: 6 }, () => makeViewer()));
    const outcomes = await Promise.all(rivals.map((rival) => callAs(rival).run(updateProfile, { input: { username: "only-one" } })));
    expect(outcomes.filter(({ error: refusal }) => refusal === null)).toHaveLength(1);
  });

  it("leaves nothing behind when it fails before the commit", async () => {
    const viewer = await makeViewer();
    for (const point of ["before-audit", "before-commit"]) {
      armFailpoints([`account.update:${point}`]);
      await rowsUnchanged(() => expect(callAs(viewer).run(updateProfile, { input: { city: "Rome" } })).rejects.toThrow("failpoint"), ["rate_limits"]);
    }
  });

  it("names the operation for a password, and refuses another address", async () => {
    const viewer = await makeViewer();
    const { details } = await callAs(viewer).refusal(updateProfile, { input: { email: "other@example.com", password: "x" } });
    expect(details).toMatchObject({ fields: { password: [expect.stringContaining("/api/auth/password/update")] } });
  });

  expectRefused(updateProfile, {
    valid: () => ({ input: { first_name: "Ada", username: "ada.l", phone_number: "0123456789", date_of_birth: "2000-02-29" } }),
    invalid: {
      "another address": { email: "somebody-else@example.com" },
      "a password": { password: "anything" },
      "an empty password": { password: "" },
      "a blank first name": { first_name: "  " },
      "a long first name": { first_name: "x".repeat(51) },
      "a long bio": { bio: "x".repeat(501) },
      "10,000 characters": { address: "x".repeat(10_000) },
      "a long postal code": { zip_code: "12345678901" },
      "letters in a phone number": { phone_number: "call me maybe" },
      "a short phone number": { phone_number: "12345" },
      "a day that is none": { date_of_birth: "2001-02-29" },
      "a day to come": { date_of_birth: "2199-01-01" },
      "a day too long ago": { date_of_birth: "1700-01-01" },
      "an instant as a birthday": { date_of_birth: "2000-01-01T00:00:00Z" },
      "a short username": { username: "ab" },
      "an address as a username": { username: "a@example.com" },
      "no username": { username: null },
    },
  });
});
