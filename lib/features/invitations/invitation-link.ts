/** What an invitation's link opens, and for whom. */
import { sha256 } from "@/lib/crypto";
import { statement } from "@/lib/db";
import type { ErrorSpec } from "@/lib/errors";
import { explainToken } from "@/lib/session/token-trouble";
import type { Viewer } from "@/lib/session/viewer";
import { INVITATION_CANCELLED, INVITATION_EXPIRED, INVITATION_UNKNOWN, INVITATION_USED, type UnknownLink } from "./errors";
import { ROLES, STATUS } from "./invitation-sql";
import type { LinkState, NextStep, WireInvitation } from "./schema";

export interface LinkedInvitation {
  id: string;
  email: string;
  organizationId: string;
  organizationName: string;
  status: WireInvitation["status"];
  roles: WireInvitation["roles"];
  inviterId: string | null;
  inviterEmail: string | null;
  expiresAt: Date;
  /** Somebody has an account with the address. */
  isKnown: boolean;
  /** And that account is a member. */
  isMember: boolean;
}

const FIND = `
SELECT i.id, i.email, i.organization_id AS "organizationId", o.name AS "organizationName",
       CASE WHEN o.deleted_at IS NOT NULL THEN 'cancelled' ELSE ${STATUS} END AS status, ${ROLES} AS roles,
       s.id AS "inviterId", s.email AS "inviterEmail", i.expires_at AS "expiresAt", u.id IS NOT NULL AS "isKnown",
       EXISTS (SELECT 1 FROM memberships m WHERE m.organization_id = i.organization_id AND m.user_id = u.id) AS "isMember"
  FROM one_time_tokens t
  JOIN invitations i ON i.id = (t.payload->>'invitation_id')::uuid
  JOIN organizations o ON o.id = i.organization_id
  LEFT JOIN users s ON s.id = i.invited_by_id AND s.deleted_at IS NULL
  LEFT JOIN users u ON lower(u.email) = i.email AND u.deleted_at IS NULL
 WHERE t.token_hash = $1 AND t.purpose = 'invitation'`;

/** Also one that is of no use any more; null where the link leads nowhere. Changes nothing. */
export async function findLinked(token: string): Promise<LinkedInvitation | null> {
  const [row] = await statement<LinkedInvitation & Record<string, unknown>>("invitation.linked", FIND, [sha256(token)]);
  return row ?? null;
}

const STATES: Record<WireInvitation["status"], LinkState> = { pending: "open", expired: "expired", accepted: "used", cancelled: "cancelled" };

export const stateOf = (found: LinkedInvitation | null): LinkState => (found ? STATES[found.status] : "unknown");

/** Why a token leads to no invitation, for whoever holds it. */
export async function explainUnknown(token: string): Promise<UnknownLink> {
  const { trouble } = await explainToken("invitation", token);
  return trouble === "malformed" || trouble === "foreign" ? trouble : "unknown";
}

/** Why a link opens nothing. */
export const REFUSALS: Record<Exclude<LinkState, "open">, ErrorSpec> = {
  expired: INVITATION_EXPIRED,
  used: INVITATION_USED,
  cancelled: INVITATION_CANCELLED,
  malformed: INVITATION_UNKNOWN,
  foreign: INVITATION_UNKNOWN,
  unknown: INVITATION_UNKNOWN,
};

/** undefined: it is open. */
export function refusalOfStatus(status: WireInvitation["status"]): ErrorSpec | undefined {
  const state = STATES[status];
  return state === "open" ? undefined : REFUSALS[state];
}

/** What the holder of an open one does next. */
export function nextStep({ email, isKnown, isMember }: LinkedInvitation, viewer: Pick<Viewer, "email"> | null): NextStep {
  if (!viewer) return isKnown ? "sign_in" : "create";
  if (viewer.email.toLowerCase() !== email) return "switch";
  return isMember ? "member" : "join";
}
