import { describe, expect, it } from "vitest";
import { enter } from "@/lib/features/auth/enter";
import { login } from "@/lib/features/auth/operations/login";
import { findPersonAtDoor, signIn } from "@/lib/features/auth/repo";
import { originOf } from "@/lib/audit/record-denial";
import { sealEvent, type AuditInput } from "@/lib/audit/audit-event";
import { AppError } from "@/lib/errors";
import { newSession } from "@/lib/session/session-store";
import { makeUser, type TestUser, type UserOptions } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { oneRow, sql } from "../../setup/sql";
import { makeTestContext } from "../../setup/test-context";
import { withEnv } from "../../setup/with-env";

/** Through another door than the password's. */
async function comeIn(user: TestUser, amr: string[] = ["email"]) {
  const ctx = makeTestContext({ method: "POST", path: "/api/auth/magic-link" });
  const person = await findPersonAtDoor(user.id, null);
  if (!person) throw new Error("nobody there");
  const seal = (event: AuditInput) => sealEvent(event, originOf(ctx, null));
  try {
    return { user: await enter(ctx, { person, amr, provider: "magic_link", rememberMe: true }, seal), error: null, ctx };
  } catch (error) {
    if (error instanceof AppError) return { user: null, error, ctx };
    throw error;
  }
}

const withFactor = async (options: UserOptions = {}) => {
  const user = await makeUser(options);
  await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [user.id]);
  return user;
};
const sessionsOf = (user: TestUser) => sql("SELECT amr FROM sessions WHERE user_id = $1", [user.id]);
const lastRow = (user: TestUser) =>
  oneRow<{ action: string; error_code: string | null; metadata: unknown }>("SELECT action, error_code, metadata FROM audit_events WHERE target_user_id = $1 ORDER BY occurred_at DESC, id DESC LIMIT 1", [user.id]);

describe("every door", () => {
  it("begins the same session, with the same row", async () => {
    const user = await makeUser();
    const { ctx } = await comeIn(user);
    expect(ctx.effects.session).toMatchObject({ rememberMe: true });
    expect(await sessionsOf(user)).toEqual([{ amr: ["email"] }]);
    expect(await lastRow(user)).toEqual({ action: "user.login", error_code: null, metadata: { provider: "magic_link", amr: ["email"] } });
  });

  it.each<[string, UserOptions]>([
    ["banned", { banned: true }],
    ["deactivated", { isActive: false }],
  ])("is closed to somebody %s", async (_state, options) => {
    const user = await makeUser(options);
    expect((await comeIn(user)).error?.code).toBe("ACCOUNT_DISABLED");
    expect(await sessionsOf(user)).toEqual([]);
    expect(await lastRow(user)).toMatchObject({ action: "user.login_failed", error_code: "ACCOUNT_DISABLED" });
  });

  it("is closed to an unverified address where verification is demanded", async () => {
    const user = await makeUser({ verified: false });
    await withEnv({ REQUIRE_EMAIL_VERIFICATION: "true" }, async () => {
      expect((await comeIn(user)).error).toMatchObject({ status: 403, code: "EMAIL_NOT_VERIFIED" });
      expect((await callAs(null).run(login, { input: { email: user.email, password: user.password } })).error?.code).toBe("EMAIL_NOT_VERIFIED");
    });
    expect(await sessionsOf(user)).toEqual([]);
    expect((await comeIn(user)).error).toBeNull();
  });
});

describe("somebody with a second factor", () => {
  it("is asked for it, whatever the door, and has no session until then", async () => {
    const user = await withFactor();
    for (const error of [(await comeIn(user)).error, (await callAs(null).run(login, { input: { email: user.email, password: user.password } })).error]) {
      expect(error).toMatchObject({ status: 401, code: "MFA_REQUIRED", details: { expires_in: 600 } });
      expect(error?.details?.mfa_token).toMatch(/^[\w-]{43}$/);
    }
    expect(await sessionsOf(user)).toEqual([]);
    expect(await lastRow(user)).toMatchObject({ action: "mfa.challenged" });
  });

  it("comes in once both were given", async () => {
    const user = await withFactor();
    expect((await comeIn(user, ["email", "otp", "mfa"])).error).toBeNull();
    expect(await sessionsOf(user)).toEqual([{ amr: ["email", "otp", "mfa"] }]);
  });

  it("that was set up in the meantime does not come in with the first alone", async () => {
    const user = await withFactor();
    const ctx = makeTestContext();
    const rows = { success: sealEvent({ action: "user.login" }, originOf(ctx, null)), refusal: null };
    const session = newSession(ctx, { amr: ["pwd"], rememberMe: true });
    const standing = (await findPersonAtDoor(user.id, null))?.standing ?? "";
    const attempt = { userId: user.id, passwordHash: null, renewedHash: null, standing, mustBeVerified: false, session, device: null, notice: null, giveBack: [], audit: rows };
    expect(await signIn({ ...attempt, isSecondFactorDone: false })).toBeNull();
    expect(await sessionsOf(user)).toEqual([]);
    expect(await signIn({ ...attempt, isSecondFactorDone: true })).not.toBeNull();
  });
});
