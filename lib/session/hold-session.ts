/** What somebody changes of their own account has to be in their session still when it commits, and not only when it was asked for. */
import { lockAccount } from "@/lib/access/lock-account";
import type { Tx } from "@/lib/db";
import { AppError, UNAUTHORIZED } from "@/lib/errors";
import { IS_OPEN_SQL } from "./live-session";
import type { Viewer } from "./principal";

const IS_OPEN = `SELECT 1 FROM sessions s WHERE s.id = $1::uuid AND ${IS_OPEN_SQL("s")}`;

/**
 * Holds the account until the transaction ends, as whoever takes it back does (`withdrawPending`): of the two the second sees what the
 * first has done.
 * @throws AppError 401 where the session has ended meanwhile
 */
export async function holdSession(tx: Tx, { userId, sessionId }: Pick<Viewer, "userId" | "sessionId">): Promise<void> {
  await lockAccount(tx, userId);
  const open = await tx.$queryRawUnsafe<unknown[]>(IS_OPEN, sessionId);
  if (open.length === 0) throw new AppError(UNAUTHORIZED);
}
