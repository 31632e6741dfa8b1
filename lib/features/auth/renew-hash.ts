/** Password hashes that came from another system, or cost what BCRYPT_COST said before: replaced when their owner signs in. */
import type { AuditRows } from "@/lib/audit/audit-event";
import { AppError } from "@/lib/errors";
import { hashPassword, isOurHash, passwordTooLong, verifyPassword } from "@/lib/session/password";
import { type Begun, findCandidate, signIn, type SignIn } from "./repo";

/**
 * The hash to put in place of one that this password was right for; null where it may stay. bcrypt would cut a password of more
 * than 72 bytes, so that one keeps the hash that it has.
 */
export async function renewalOf(password: string, hash: string): Promise<string | null> {
  if (isOurHash(hash) || passwordTooLong(password)) return null;
  return hashPassword(password).catch((error: unknown) => {
    // Too many at once: the sign-in is worth more, and the next one renews it.
    if (error instanceof AppError) return null;
    throw error;
  });
}

export interface Attempt extends Omit<SignIn, "audit"> {
  passwordHash: string;
  identifier: string;
  password: string;
  audit: { success: (isRenewed: boolean) => AuditRows; refusal: AuditRows };
}

/**
 * Signs in and renews the hash in one statement. Of several sign-ins at once the first renews it; the others find another hash
 * than the one they compared with, and look again.
 */
export async function signInRenewing({ identifier, password, audit: { success, refusal }, ...attempt }: Attempt): Promise<Begun | null> {
  const audit = { success: success(false), refusal };
  if (attempt.renewedHash === null) return signIn({ ...attempt, audit });
  const begun = await signIn({ ...attempt, audit: { success: success(true), refusal: null } });
  if (begun) return begun;
  const { candidate } = await findCandidate(identifier, null);
  const current = candidate?.id === attempt.userId ? candidate.passwordHash : null;
  const isRenewed = current !== null && current !== attempt.passwordHash && (await verifyPassword(password, current));
  return signIn({ ...attempt, passwordHash: isRenewed ? current : attempt.passwordHash, renewedHash: null, audit });
}
