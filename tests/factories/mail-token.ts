import { prisma } from "@/lib/db";
import { issueToken, newToken, type NewToken } from "@/lib/session/one-time-token";

/** A link, and its code where asked for, as a mail would bear it; without the mail. */
export async function mailToken(token: NewToken): Promise<{ token: string; code: string; id: string }> {
  const issued = newToken(token);
  await prisma.$transaction((tx) => issueToken(tx, issued));
  return { token: issued.token, code: issued.code, id: String(issued.row.id) };
}
