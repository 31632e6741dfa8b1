/** Many at once, and against each other: one link, one membership. */
import { describe, expect, it } from "vitest";
import type { AppError } from "@/lib/errors";
import { acceptInvitation } from "@/lib/features/invitations/operations/accept-invitation";
import { cancelInvitation } from "@/lib/features/invitations/operations/cancel-invitation";
import { resendInvitation } from "@/lib/features/invitations/operations/resend-invitation";
import { makeInvitation, type TestInvitation } from "../../factories/make-invitation";
import { makeSession } from "../../factories/make-session";
import { makeUser } from "../../factories/make-user";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs, type Caller } from "../../setup/call-as";
import { lastMail } from "../../setup/mailed";
import { oneRow, sql } from "../../setup/sql";
import { whileHeld } from "../../setup/while-held";

const PASSWORD = "nine lanterns over the harbour";
const accept = (caller: Caller | null, input: Record<string, unknown>) => callAs(caller).run(acceptInvitation, { input });
const pathOf = ({ id, organization }: TestInvitation) => ({ organization_id: organization.id, invitation_id: id });
const rolesOf = async (userId: string, organizationId: string) =>
  (await sql<{ name: string }>("SELECT r.name FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.user_id = $1 AND a.organization_id = $2", [userId, organizationId])).map(({ name }) => name);

async function invitedUser() {
  const user = await makeUser();
  return { user, session: await makeSession(user), invitation: await makeInvitation({ email: user.email }) };
}

describe("at the same time", () => {
  const PARALLEL = 64;
  const ROUNDS = 8;
  const codesOf = (outcomes: { error: AppError | null }[]) => outcomes.map(({ error }) => error?.code ?? "won");

  let faults = 0;

  /** So many at once may find every connection taken. One that finds so behind its own change cannot win any more. */
  const persist = async <T extends { error: AppError | null }>(attempt: () => Promise<T>): Promise<T> => {
    const outcome = await attempt();
    if (outcome.error?.status !== 503) return outcome;
    faults += 1;
    return persist(attempt);
  };

  it(`of ${PARALLEL} uses of one link one wins, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { token, email } = await makeInvitation();
      faults = 0;
      const outcomes = await Promise.all(Array.from({ length: PARALLEL }, () => persist(() => accept(null, { token, password: PASSWORD }))));
      const codes = codesOf(outcomes);
      const won = codes.filter((code) => code === "won").length;
      const { accounts } = await oneRow<{ accounts: number }>("SELECT count(*)::int AS accounts FROM users WHERE email = $1", [email]);
      if (faults === 0) expect({ won, accounts }).toEqual({ won: 1, accounts: 1 });
      else expect(Math.max(won, accounts)).toBeLessThanOrEqual(1);
      expect(codes.filter((code) => !["won", "INVITATION_USED", "SIGN_IN_TO_ACCEPT"].includes(code))).toEqual([]);
    }
  }, 60_000);

  it("of two tabs of somebody signed in one joins", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { user, session, invitation } = await invitedUser();
      const codes = codesOf(await Promise.all([0, 1].map(() => persist(() => accept(session, { token: invitation.token })))));
      expect(codes.filter((code) => code === "won")).toHaveLength(1);
      expect(await rolesOf(user.id, invitation.organization.id)).toEqual(["user"]);
    }
  });

  it("of a cancellation and an acceptance one wins, and what stays agrees with it", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { user, session, invitation } = await invitedUser();
      const [accepted, cancelled] = await Promise.all([
        persist(() => accept(session, { token: invitation.token })),
        persist(() => callAs(invitation.inviter).run(cancelInvitation, { params: pathOf(invitation) })),
      ]);
      expect(codesOf([accepted, cancelled]).filter((code) => code === "won")).toHaveLength(1);
      const { joined } = await oneRow<{ joined: boolean }>("SELECT EXISTS (SELECT 1 FROM memberships WHERE user_id = $1 AND organization_id = $2) AS joined", [user.id, invitation.organization.id]);
      expect(joined).toBe(accepted.error === null);
      expect(["won", "INVITATION_CANCELLED"]).toContain(codesOf([accepted])[0]);
    }
  });

  it.each([
    ["was cancelled", "cancelled_at = app_now()", "INVITATION_CANCELLED"],
    ["has ended", "expires_at = app_now()", "INVITATION_EXPIRED"],
    ["was accepted", "accepted_at = app_now()", "INVITATION_USED"],
  ])("whoever accepts one that %s meanwhile is told so", async (_, change, code) => {
    const { user, session, invitation } = await invitedUser();
    const rows = await auditRowsOf(async () => {
      const accepted = await whileHeld({ first: [`UPDATE invitations SET ${change} WHERE id = $1`, [invitation.id]] }, () => accept(session, { token: invitation.token }));
      expect(accepted.error?.code).toBe(code);
    });
    expect(rows).toMatchObject([{ action: "invitation.accepted", success: false, error_code: code, actor_id: user.id, resource_id: invitation.id }]);
  });

  it("and whose link was replaced meanwhile is told to open the newest mail", async () => {
    const { session, invitation } = await invitedUser();
    const accepted = await whileHeld({ first: ["DELETE FROM one_time_tokens WHERE payload->>'invitation_id' = $1", [invitation.id]] }, () => accept(session, { token: invitation.token }));
    expect(accepted.error?.code).toBe("INVITATION_UNKNOWN");
  });

  it("of a new mail and an acceptance: whoever comes first, nobody waits for ever", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { session, invitation, user } = await invitedUser();
      const [accepted] = await Promise.all([
        persist(() => accept(session, { token: invitation.token })),
        persist(() => callAs(invitation.inviter).run(resendInvitation, { params: pathOf(invitation) })),
      ]);
      if (accepted.error) expect((await accept(session, { token: (await lastMail(user.email)).token })).error).toBeNull();
      expect(await rolesOf(user.id, invitation.organization.id)).toEqual(["user"]);
    }
  });
});
