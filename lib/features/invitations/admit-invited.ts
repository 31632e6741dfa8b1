/** The change that an acceptance is: the link is used up, the invitation closed, and somebody is a member. */
import { lockOrganization } from "@/lib/access/last-owner";
import type { AuditInput } from "@/lib/audit/audit-event";
import { recordIn } from "@/lib/audit/record-event";
import type { Tx } from "@/lib/db";
import { AppError, type ErrorSpec } from "@/lib/errors";
import { EMAIL_TAKEN, USERNAME_TAKEN } from "@/lib/features/auth/errors";
import { addMembership, assignRoles, type RoleWithGrants } from "@/lib/features/organizations/members";
import { IS_HELD_SQL } from "@/lib/features/verification/address-in-use";
import type { Seal } from "@/lib/operation";
import { consumeToken } from "@/lib/session/one-time-token";
import { ALREADY_JOINED, INVITATION_CANCELLED, INVITATION_UNKNOWN } from "./errors";
import { rolesToGive } from "./given-roles";
import { type LinkedInvitation, refusalOfStatus } from "./invitation-link";
import { IS_OPEN, STATUS } from "./invitation-sql";

/** An account to be made for whoever accepts, whose address the link has proved. */
export interface InvitedPerson {
  id: string;
  username: string;
  passwordHash: string;
  firstName: string | null;
  lastName: string | null;
  custom: Record<string, unknown>;
}

const INSERT = `
INSERT INTO users (id, email, email_verified_at, username, password_hash, password_changed_at, provider, first_name, last_name, custom_fields,
  is_active, mfa_enabled, must_change_password, created_at, updated_at)
SELECT $1::uuid, $2, app_now(), $3, $4, app_now(), 'local', $5, $6, $7::jsonb, true, false, false, app_now(), app_now()
 WHERE NOT ${IS_HELD_SQL("$2::text")}
ON CONFLICT DO NOTHING`;

const IS_EMAIL_TAKEN = `SELECT 1 WHERE EXISTS (SELECT 1 FROM users WHERE lower(email) = lower($1::text)) OR ${IS_HELD_SQL("$1::text")}`;

async function createInvited(tx: Tx, email: string, { id, username, passwordHash, firstName, lastName, custom }: InvitedPerson): Promise<void> {
  const made = await tx.$executeRawUnsafe(INSERT, id, email, username, passwordHash, firstName, lastName, JSON.stringify(custom));
  if (made === 1) return;
  const isEmail = (await tx.$queryRawUnsafe<unknown[]>(IS_EMAIL_TAKEN, email)).length > 0;
  const error = isEmail ? EMAIL_TAKEN : USERNAME_TAKEN;
  throw new AppError(error, { details: { fields: { [isEmail ? "email" : "username"]: [error.message] } } });
}

const ACCEPT = `UPDATE invitations i SET accepted_at = app_now() WHERE i.id = $1::uuid AND ${IS_OPEN} AND i.expires_at > app_now()`;

const READ_STATUS = `SELECT ${STATUS} AS status FROM invitations i WHERE i.id = $1::uuid`;

/** Why it is open no more, since it was looked at. */
async function refusalSince(tx: Tx, id: string): Promise<ErrorSpec> {
  const [found] = await tx.$queryRawUnsafe<Pick<LinkedInvitation, "status">[]>(READ_STATUS, id);
  return (found && refusalOfStatus(found.status)) ?? INVITATION_UNKNOWN;
}

const VERIFY = `UPDATE users SET email_verified_at = app_now(), updated_at = app_now() WHERE id = $1::uuid AND email_verified_at IS NULL`;

export interface Admission {
  tokenId: string;
  invitation: LinkedInvitation;
  /** Who joins: an account that is signed in, or one that is made. */
  userId: string;
  created: InvitedPerson | null;
  seal: Seal;
  /** Of the session in which it is accepted. */
  sessionId: string | null;
}

/**
 * Runs in one transaction; whatever it throws takes all of it back. Locks: the organization, the invitation, the link.
 * @returns the roles that were given
 * @throws AppError INVITATION_USED, INVITATION_CANCELLED, INVITATION_EXPIRED, INVITATION_UNKNOWN, ALREADY_JOINED, EMAIL_TAKEN, USERNAME_TAKEN
 */
export async function admitInvited(tx: Tx, { tokenId, invitation, userId, created, seal, sessionId }: Admission): Promise<RoleWithGrants[]> {
  const { id, email, organizationId } = invitation;
  if (!(await lockOrganization(tx, organizationId))) throw new AppError(INVITATION_CANCELLED);
  const isOpen = (await tx.$executeRawUnsafe(ACCEPT, id)) === 1;
  if (!isOpen) throw new AppError(await refusalSince(tx, id));
  // It was sent again meanwhile, with another link.
  if (!(await consumeToken(tx, tokenId))) throw new AppError(INVITATION_UNKNOWN);
  if (created) await createInvited(tx, email, created);
  // The mail reached them: from their own session that proves the address, and takes nothing away.
  else await tx.$executeRawUnsafe(VERIFY, userId);
  const roles = await rolesToGive(tx, invitation);
  if (!(await addMembership(tx, organizationId, userId))) throw new AppError(ALREADY_JOINED);
  await assignRoles(tx, { organizationId, userId, grantedById: invitation.inviterId }, roles.map((role) => role.id));
  await recordIn(tx, ...eventsOf(invitation, { userId, sessionId, isNew: created !== null, roles }).map(seal));
  return roles;
}

interface Done {
  userId: string;
  sessionId: string | null;
  isNew: boolean;
  roles: readonly RoleWithGrants[];
}

function eventsOf({ id, email, organizationId, roles: offered }: LinkedInvitation, { userId, sessionId, isNew, roles }: Done): AuditInput[] {
  const who = { actorId: userId, targetUserId: userId, organizationId, sessionId };
  const leftOut = offered.filter((role) => !roles.some((given) => given.id === role.id)).map(({ name }) => name);
  const metadata = { roles: roles.map(({ name }) => name), new_account: isNew, ...(leftOut.length > 0 ? { roles_left_out: leftOut } : {}) };
  return [
    ...(isNew ? [{ ...who, action: "user.signup", metadata: { provider: "invitation" } }] : []),
    { ...who, action: "invitation.accepted", resource: { type: "invitation", id }, identifier: email, metadata },
  ];
}
