/** Statements of one's own account. Every one names the person whose row it touches. */
import { scopeOf } from "@/lib/access/policy";
import { statement, type Tx } from "@/lib/db";
import type { Viewer } from "@/lib/session/viewer";

/** Columns that people change themselves, by their name on the wire. */
const COLUMNS = {
  username: "username",
  first_name: "firstName",
  last_name: "lastName",
  phone_number: "phoneNumber",
  bio: "bio",
  occupation: "occupation",
  address: "address",
  city: "city",
  state: "state",
  country: "country",
  zip_code: "zipCode",
} as const;

export type ProfileField = keyof typeof COLUMNS | "date_of_birth";
export type ProfileChange = Partial<Record<ProfileField, string | null>>;

/** Changes the given columns. @throws Prisma's P2002 when the username is taken. */
export async function updateProfile(tx: Tx, id: string, change: ProfileChange, at: Date): Promise<void> {
  const { date_of_birth: dateOfBirth, ...texts } = change;
  const data = Object.fromEntries(Object.entries(texts).map(([name, value]) => [COLUMNS[name as keyof typeof texts], value]));
  const day = dateOfBirth === undefined ? {} : { dateOfBirth: dateOfBirth === null ? null : new Date(`${dateOfBirth}T00:00:00Z`) };
  await tx.user.update({ where: { id }, data: { ...data, ...day, updatedAt: at }, select: { id: true } });
}

/** PostgreSQL's 23505, as Prisma reports it. */
export const isUniqueViolation = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === "P2002";

export interface OwnCredential {
  passwordHash: string | null;
  email: string;
  username: string;
  firstName: string | null;
  lastName: string | null;
}

/** What a change of password is judged by. */
export const findOwnCredential = (tx: Tx, id: string): Promise<OwnCredential | null> =>
  tx.user.findUnique({
    where: { id },
    select: { passwordHash: true, email: true, username: true, firstName: true, lastName: true },
  });

/**
 * Compare-and-set: of parallel changes that all knew the old password, one wins.
 * @returns whether this one did
 */
export async function replacePassword(tx: Tx, id: string, oldHash: string, newHash: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE users SET password_hash = ${newHash}, password_changed_at = app_now(), must_change_password = false,
           updated_at = app_now()
     WHERE id = ${id}::uuid AND password_hash = ${oldHash} AND deleted_at IS NULL`;
  return changed === 1;
}

/** Puts another picture, or none, in the place of the one there is. @returns the id of the one that was there */
export async function replaceAvatar(tx: Tx, id: string, avatarId: string | null): Promise<string | null> {
  const [before] = await tx.$queryRaw<{ avatarId: string | null }[]>`
    SELECT avatar_id AS "avatarId" FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  await tx.$executeRaw`UPDATE users SET avatar_id = ${avatarId}::uuid, updated_at = app_now() WHERE id = ${id}::uuid`;
  return before?.avatarId ?? null;
}

const MAY_VIEW_AVATAR = `
SELECT 1 AS visible FROM users u
 WHERE u.avatar_id = $1 AND u.deleted_at IS NULL
   AND (u.id = $2 OR $3 OR EXISTS (
     SELECT 1 FROM memberships theirs JOIN memberships mine ON mine.organization_id = theirs.organization_id
      WHERE theirs.user_id = u.id AND mine.user_id = $2))`;

/** Whether a picture is one's own, or of somebody one shares an organization with, or one sees everybody. */
export async function mayViewAvatar(viewer: Viewer, avatarId: string): Promise<boolean> {
  const seesAll = scopeOf(viewer, "users.view").kind === "platform";
  return (await statement("account.may-view-avatar", MAY_VIEW_AVATAR, [avatarId, viewer.userId, seesAll])).length > 0;
}
