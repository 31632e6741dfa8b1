/** Statements of one's own account. Every one names the person whose row it touches. */
import type { Tx } from "@/lib/db";

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

/** Takes the lock that every change of an account takes, so that what is read next is what is changed. */
export async function lockUser(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
}

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
    SELECT avatar_id AS "avatarId" FROM users WHERE id = ${id}::uuid FOR UPDATE`;
  await tx.$executeRaw`UPDATE users SET avatar_id = ${avatarId}::uuid, updated_at = app_now() WHERE id = ${id}::uuid`;
  return before?.avatarId ?? null;
}
