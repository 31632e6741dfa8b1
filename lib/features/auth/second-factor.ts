/** Between the first factor and the second: a token that opens nothing but the second step. */
import { AUDIT_CTES } from "@/lib/audit/audit-event";
import { statement } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Seal } from "@/lib/operation";
import { GIVE_BACK_CTES } from "@/lib/rate-limit/rate-limit";
import { ISSUE_TOKEN_SQL, newToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";
import type { Entry } from "./entry";
import { MFA_REQUIRED } from "./errors";

/** Long enough to find one's telephone. */
export const PENDING_SECONDS = 600;

/** What the second step goes on with. */
export interface PendingEntry {
  amr: string[];
  provider: string;
  remember_me: boolean;
}

const CHALLENGE = `
WITH ${GIVE_BACK_CTES("$1")},
issued AS (${ISSUE_TOKEN_SQL("$2")}),
${AUDIT_CTES("$3")}
SELECT 1 AS written`;

/** @throws AppError 401 MFA_REQUIRED, always: nobody is signed in yet */
export async function challengeSecondFactor(_ctx: RequestContext, entry: Entry, seal: Seal): Promise<never> {
  const { person, amr, provider, rememberMe, giveBack = [] } = entry;
  const payload: PendingEntry = { amr, provider, remember_me: rememberMe };
  const { token, row } = newToken({ purpose: "second_factor", userId: person.id, address: person.email, ttlSeconds: PENDING_SECONDS, payload: { ...payload } });
  const audit = seal({ action: "mfa.challenged", actorId: person.id, targetUserId: person.id, organizationId: person.organizationId, metadata: { provider, amr } });
  await statement("second-factor.challenge", CHALLENGE, [giveBack, JSON.stringify(row), JSON.stringify([audit])]);
  throw new AppError(MFA_REQUIRED, { details: { mfa_token: token, methods: [], expires_in: PENDING_SECONDS } });
}
