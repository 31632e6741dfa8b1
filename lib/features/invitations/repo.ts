/** Invitations of an organization, as those who send them read and change them. What a link opens: invitation-link.ts. */
import { sha256 } from "@/lib/crypto";
import { prisma, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import type { Window } from "@/lib/pagination";
import { issueToken, newToken } from "@/lib/session/one-time-token";
import { IS_OPEN, ROLES, STATUS } from "./invitation-sql";
import type { WireInvitation } from "./schema";

const ttlSeconds = () => env.invitationTtlDays * 24 * 3600;

/** Whoever writes to one address again and again is stopped, whatever lies between: nobody asked for this mail. */
export const recipientKey = (organizationId: string, email: string): string => `${organizationId}:${sha256(email).toString("base64url")}`;

interface Row {
  id: string;
  email: string;
  status: WireInvitation["status"];
  roles: WireInvitation["roles"];
  inviterId: string | null;
  inviterEmail: string | null;
  createdAt: Date;
  sentAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  cancelledAt: Date | null;
}

const COLUMNS = `i.id, i.email, ${STATUS} AS status, ${ROLES} AS roles, u.id AS "inviterId", u.email AS "inviterEmail",
  i.created_at AS "createdAt", i.sent_at AS "sentAt", i.expires_at AS "expiresAt", i.accepted_at AS "acceptedAt", i.cancelled_at AS "cancelledAt"`;

const FROM = "FROM invitations i LEFT JOIN users u ON u.id = i.invited_by_id AND u.deleted_at IS NULL";

/** Which of them a list shows. */
export const choices = ["open", "closed", "all"] as const;
export type Choice = (typeof choices)[number];

const CHOSEN: Record<Choice, string> = { open: IS_OPEN, closed: `NOT (${IS_OPEN})`, all: "true" };

/** Newest first; one more than the window shows. */
export function listInvitations(organizationId: string, choice: Choice, { after, offset, limit }: Window): Promise<Row[]> {
  return prisma.$queryRawUnsafe<Row[]>(
    `SELECT ${COLUMNS} ${FROM} WHERE i.organization_id = $1::uuid AND ${CHOSEN[choice]}
        AND ($2::timestamptz IS NULL OR (i.created_at, i.id) < ($2::timestamptz, $3::uuid))
      ORDER BY i.created_at DESC, i.id DESC LIMIT $4 OFFSET $5`,
    organizationId, after?.at ?? null, after?.id ?? null, limit + 1, offset,
  );
}

export async function countInvitations(organizationId: string, choice: Choice, limit: number | null): Promise<number> {
  const [row] = await prisma.$queryRawUnsafe<{ counted: number }[]>(
    `SELECT count(*)::int AS counted FROM (SELECT 1 FROM invitations i WHERE i.organization_id = $1::uuid AND ${CHOSEN[choice]} LIMIT $2) found`,
    organizationId, limit,
  );
  return row?.counted ?? 0;
}

export async function findInvitation(organizationId: string, id: string, tx: Tx = prisma): Promise<Row | null> {
  const [row] = await tx.$queryRawUnsafe<Row[]>(`SELECT ${COLUMNS} ${FROM} WHERE i.organization_id = $1::uuid AND i.id = $2::uuid`, organizationId, id);
  return row ?? null;
}

/** One whose time is over makes room; its link then leads nowhere, as that of every mail but the newest. */
const FORGET_EXPIRED = `DELETE FROM invitations i WHERE i.organization_id = $1::uuid AND i.email = $2 AND ${IS_OPEN} AND i.expires_at <= app_now()`;

const INSERT = `
INSERT INTO invitations (id, organization_id, email, role_ids, invited_by_id, created_at, sent_at, expires_at)
VALUES ($1::uuid, $2::uuid, $3, $4::uuid[], $5::uuid, app_now(), app_now(), app_now() + make_interval(secs => $6))
ON CONFLICT (organization_id, email) WHERE accepted_at IS NULL AND cancelled_at IS NULL DO NOTHING`;

export interface NewInvitation {
  organizationId: string;
  email: string;
  roleIds: string[];
  invitedById: string;
}

/** @returns its id; null where the address has an open one */
export async function insertInvitation(tx: Tx, { organizationId, email, roleIds, invitedById }: NewInvitation): Promise<string | null> {
  const id = newId();
  await tx.$executeRawUnsafe(FORGET_EXPIRED, organizationId, email);
  const written = await tx.$executeRawUnsafe(INSERT, id, organizationId, email, roleIds, invitedById, ttlSeconds());
  return written === 1 ? id : null;
}

const RENEW = `
UPDATE invitations i SET sent_at = app_now(), expires_at = app_now() + make_interval(secs => $2) WHERE i.id = $1::uuid AND ${IS_OPEN}`;

/** Gives an open one its whole time again, also where that is over. @returns false where it is open no more */
export const renewInvitation = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.$executeRawUnsafe(RENEW, id, ttlSeconds())) === 1;

const CANCEL = `UPDATE invitations i SET cancelled_at = app_now() WHERE i.id = $1::uuid AND ${IS_OPEN}`;

/** @returns false where it is open no more: of a cancellation and an acceptance one wins */
export const cancelInvitation = async (tx: Tx, id: string): Promise<boolean> => (await tx.$executeRawUnsafe(CANCEL, id)) === 1;

const WITHDRAW = `
DELETE FROM one_time_tokens WHERE purpose = 'invitation' AND address = $1 AND payload->>'invitation_id' = $2 AND consumed_at IS NULL`;

/** The newest link is the only one. Behind a change of the invitation, which everybody locks first. @returns the token */
export async function issueLink(tx: Tx, { id, email }: { id: string; email: string }): Promise<string> {
  await tx.$executeRawUnsafe(WITHDRAW, email, id);
  const token = newToken({ purpose: "invitation", userId: null, address: email, ttlSeconds: ttlSeconds(), payload: { invitation_id: id } });
  await issueToken(tx, token, { replaces: false });
  return token.token;
}

export const toWireInvitation = (row: Row): WireInvitation => ({
  id: row.id,
  email: row.email,
  status: row.status,
  roles: row.roles,
  invited_by: row.inviterId && row.inviterEmail ? { id: row.inviterId, email: row.inviterEmail } : null,
  created_at: row.createdAt.toISOString(),
  sent_at: row.sentAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
  accepted_at: row.acceptedAt?.toISOString() ?? null,
  cancelled_at: row.cancelledAt?.toISOString() ?? null,
});
