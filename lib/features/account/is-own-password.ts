/** The password of somebody who is signed in already: before a change of it, and where it proves again who is there. */
import { counterOf, reserve } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { verifyPassword } from "@/lib/session/password";
import type { RequestContext } from "@/lib/session/request-context";

/**
 * Whether the password is the account's own. A place is taken before it is looked at and given back when it was right,
 * so parallel tries gain nothing; it holds also where `RATE_LIMIT_ENABLED=false`.
 *
 * @param hash - null: the account has none, and no password is right
 * @throws AppError 429
 */
export async function isOwnPassword(ctx: RequestContext, userId: string, password: string, hash: string | null): Promise<boolean> {
  const place = await reserve(ctx, [counterOf(rules.passwordCheck, userId)]);
  const isRight = await verifyPassword(password, hash);
  if (isRight) await place.giveBack();
  return isRight;
}
