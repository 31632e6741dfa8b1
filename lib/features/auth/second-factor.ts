/** Between the first factor and the second: a token that opens nothing but the second step, and the logout. */
import { AUDIT_CTES } from "@/lib/audit/audit-event";
import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { FACTORS_SQL, methodsOf, type OwnFactors } from "@/lib/features/mfa/methods";
import type { Seal } from "@/lib/operation";
import { GIVE_BACK_CTES } from "@/lib/rate-limit/rate-limit";
import { ISSUE_TOKEN_SQL, newToken } from "@/lib/session/one-time-token";
import type { Entry } from "./entry";
import { MFA_REQUIRED } from "./errors";

/** Long enough to find one's telephone. */
const PENDING_SECONDS = 600;

/** What the second step goes on with. */
export interface PendingEntry {
  amr: string[];
  provider: string;
  remember_me: boolean;
  /** `PersonAtDoor.standing` at the first step: the second one is of the same account, or of none. Absent: begun before a deployment. */
  standing?: string;
}

const CHALLENGE = `
WITH ${GIVE_BACK_CTES("$1")},
issued AS (${ISSUE_TOKEN_SQL("$2")}),
${AUDIT_CTES("$3")}
SELECT ${FACTORS_SQL("$4::uuid")}`;

/** @throws AppError 401 MFA_REQUIRED, always: nobody is signed in yet */
export async function challengeSecondFactor(entry: Entry, seal: Seal): Promise<never> {
  const { person, amr, provider, rememberMe, giveBack = [] } = entry;
  const payload: PendingEntry = { amr, provider, remember_me: rememberMe, standing: person.standing };
  const { token, row } = newToken({ purpose: "second_factor", userId: person.id, address: person.email, ttlSeconds: PENDING_SECONDS, payload: { ...payload } });
  const audit = seal({ action: "mfa.challenged", actorId: person.id, targetUserId: person.id, organizationId: person.organizationId, metadata: { provider, amr } });
  const values = [giveBack, JSON.stringify(row), JSON.stringify([audit]), person.id];
  const [own] = await statement<OwnFactors & Record<string, unknown>>("second-factor.challenge", CHALLENGE, values);
  const methods = own ? methodsOf(own, amr) : [];
  throw new AppError(MFA_REQUIRED, { details: { mfa_token: token, methods, expires_in: PENDING_SECONDS } });
}

const DROP = `UPDATE one_time_tokens SET consumed_at = app_now() WHERE token_hash = $1 AND purpose = 'second_factor' AND consumed_at IS NULL`;

/** Somebody gives up the second step: whoever finds the token later can do nothing with it. */
export const dropPending = (token: string) => statement("second-factor.drop", DROP, [sha256(token)]);
