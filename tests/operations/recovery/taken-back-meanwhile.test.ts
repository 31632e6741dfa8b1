/** What is on its way while an account is taken back: whichever commits first, nothing of it is left to whoever else is in the account. */
import { describe, expect, it, vi } from "vitest";
import { lockAccount } from "@/lib/access/lock-account";
import { type AuditInput, sealEvent } from "@/lib/audit/audit-event";
import { originOf } from "@/lib/audit/record-denial";
import { prisma, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { claimAddress } from "@/lib/features/auth/claim-address";
import { enter } from "@/lib/features/auth/enter";
import { enterByProvider } from "@/lib/features/auth/operations/enter-by-provider";
import { findPersonAtDoor, type PersonAtDoor } from "@/lib/features/auth/person-at-door";
import { withdrawPending } from "@/lib/features/auth/withdraw-pending";
import { connectProvider } from "@/lib/features/connections/operations/connect-provider";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { deleteAccount } from "@/lib/features/privacy/operations/delete-account";
import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { newId } from "@/lib/ids";
import { mailToken } from "../../factories/mail-token";
import { fromGoogle, makeConnection } from "../../factories/make-connection";
import { appCode, makeSecondFactor } from "../../factories/make-second-factor";
import { makeUser } from "../../factories/make-user";
import { makeViewer, type TestViewer } from "../../factories/make-viewer";
import { BROWSER } from "../../factories/register-passkey";
import { callAs } from "../../setup/call-as";
import { sql } from "../../setup/sql";
import { makeTestContext } from "../../setup/test-context";
import { VirtualAuthenticator } from "../../setup/virtual-authenticator";
import { secondStep } from "../mfa/second-step";
import { WAYS } from "./taking-back";

const WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

/** Runs `later` while the transaction of `first` is open, which commits once `later` waits for it. */
async function behind<T>(first: (tx: Tx) => Promise<unknown>, later: () => Promise<T>): Promise<T> {
  const [begun, committing] = [gate(), gate()];
  const holding = prisma.$transaction(
    async (tx) => {
      await first(tx);
      begun.open();
      await committing.passed;
    },
    { timeout: 15_000 },
  );
  await begun.passed;
  const running = later();
  await vi.waitFor(async () => expect(await sql(WAITING)).not.toEqual([]), { timeout: 10_000, interval: 20 });
  committing.open();
  await holding;
  return running;
}

const takingBack = (userId: string) => (tx: Tx) => withdrawPending(tx, { userId, reason: "password_reset", protections: "all" });
const openSessions = (userId: string) => sql("SELECT 1 FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", [userId]);

/** Something that a session adds, and the rows that it leaves. */
const ADDED: [string, (viewer: TestViewer) => Promise<() => Promise<{ error: AppError | null }>>, string][] = [
  ["a second factor", async (viewer) => () => callAs(viewer).run(enableSecondFactor, { input: {} }), "SELECT 1 FROM second_factors WHERE user_id = $1"],
  [
    "a provider",
    async (viewer) => {
      const identity = { provider: "google" as const, subject: newId(), email: null, isEmailVerified: false, firstName: null, lastName: null };
      return () => callAs(viewer).run(connectProvider, { input: { identity, tokens: { accessToken: null, scope: null, expiresAt: null } } });
    },
    "SELECT 1 FROM accounts WHERE user_id = $1",
  ],
  [
    "a passkey",
    async (viewer) => {
      const { options } = await callAs(viewer, { deviceCookie: BROWSER }).output(beginRegistration, { input: {} });
      const attestation = new VirtualAuthenticator().create(options);
      return () => callAs(viewer, { deviceCookie: BROWSER }).run(registerPasskey, { input: { attestation } });
    },
    "SELECT 1 FROM passkeys WHERE user_id = $1",
  ],
  [
    "the account's end",
    async (viewer) => () => callAs(viewer).run(deleteAccount, { input: { confirm: viewer.user.email } }),
    "SELECT 1 FROM users WHERE id = $1 AND deletion_due_at IS NOT NULL",
  ],
  ["another address", async (viewer) => () => callAs(viewer).run(changeEmail, { input: { new_email: `wanted-${viewer.user.email}` } }), "SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND consumed_at IS NULL"],
];

describe("what a session adds while its account is taken back", () => {
  it.each(ADDED)("%s is not there behind it", async (_name, prepare, rows) => {
    const viewer = await makeViewer();
    const add = await prepare(viewer);
    await behind(takingBack(viewer.user.id), add);
    expect(await sql(rows, [viewer.user.id])).toEqual([]);
    expect(await sql("SELECT 1 FROM outbox_messages WHERE payload->>'to' = $1", [`wanted-${viewer.user.email}`])).toEqual([]);
  });

  it("is refused as what comes from an ended session", async () => {
    const viewer = await makeViewer();
    const { error } = await behind(takingBack(viewer.user.id), () => callAs(viewer).run(enableSecondFactor, { input: {} }));
    expect(error).toMatchObject({ status: 401, code: "UNAUTHORIZED" });
  });

  it("and has committed by then, goes with what was there before", async () => {
    const user = await makeUser({ verified: false });
    const connecting = async (tx: Tx) => {
      await lockAccount(tx, user.id);
      await tx.$executeRaw`INSERT INTO accounts (id, user_id, type, provider, provider_account_id, created_at) VALUES (${newId()}::uuid, ${user.id}::uuid, 'oidc', 'google', ${newId()}, app_now())`;
    };
    const { removed } = await behind(connecting, () => prisma.$transaction((tx) => claimAddress(tx, user.id), { timeout: 15_000 }));
    expect(removed).toMatchObject({ linked_accounts: 1 });
    expect(await sql("SELECT 1 FROM accounts WHERE user_id = $1", [user.id])).toEqual([]);
  });
});

/** From a door, which has recognised somebody, on into the session. */
async function comeIn(person: PersonAtDoor): Promise<AppError | null> {
  const ctx = makeTestContext();
  const seal = (event: AuditInput) => sealEvent(event, originOf(ctx, null));
  return enter(ctx, { person, amr: ["fed"], provider: "google", rememberMe: true }, seal).then(
    () => null,
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );
}

describe("a sign-in that a door has let pass", () => {
  it.each(WAYS)("begins no session behind $name", async ({ begin }) => {
    const { user, takeBack } = await begin();
    const person = await findPersonAtDoor(user.id, null);
    if (!person) throw new Error("nobody there");
    await takeBack();
    expect(await comeIn(person)).toMatchObject({ status: 403, code: "ACCOUNT_DISABLED" });
    expect(await openSessions(user.id)).toEqual([]);
    const again = await findPersonAtDoor(user.id, null);
    expect(again && (await comeIn(again)), "the control").toBeNull();
  });

  it("is of no use for a second step either, also where that is begun only then", async () => {
    const user = await makeUser();
    const { secret } = await makeSecondFactor(user);
    const before = await findPersonAtDoor(user.id, null);
    await sql("UPDATE users SET password_changed_at = app_now() - interval '1 second' WHERE id = $1", [user.id]);
    const late = (standing: string | undefined) =>
      mailToken({ purpose: "second_factor", userId: user.id, address: user.email, ttlSeconds: 600, payload: { amr: ["pwd"], provider: "local", remember_me: true, standing } });
    expect((await secondStep((await late(before?.standing)).token, appCode(secret))).error).toMatchObject({ code: "ACCOUNT_DISABLED" });
    expect(await openSessions(user.id)).toEqual([]);
    const now = await findPersonAtDoor(user.id, null);
    expect((await secondStep((await late(now?.standing)).token, appCode(secret, 1))).error, "the control").toBeNull();
  });

  it("comes from a provider that is connected still", async () => {
    const user = await makeUser();
    const enterAs = () => callAs(null).run(enterByProvider, { input: fromGoogle(user) });
    expect((await enterAs()).error).toMatchObject({ code: "ACCOUNT_DISABLED" });
    await makeConnection(user);
    expect((await enterAs()).error).toBeNull();
  });
});
