/**
 * The code that a provider's sign-in ends in where an app began it (RFC 6749 section 4.1.2): a one-time token, bound to the app's
 * challenge (RFC 7636), so that whoever else sees the address that bears it can do nothing with it.
 */
import { z } from "zod";
import { sha256 } from "@/lib/crypto";
import { prisma, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { PROVIDERS } from "@/lib/features/connections/schema";
import { claimToken, consumeToken, issueToken, newToken } from "@/lib/session/one-time-token";
import { explainToken, type TokenTrouble } from "@/lib/session/token-trouble";
import { INVALID_GRANT } from "./errors";
import { codeChallenge } from "./schema";

const PURPOSE = "authorization_code";

/** Long enough for an app that is being woken up. */
const CODE_SECONDS = 60;

const binding = z.object({
  provider: z.enum(PROVIDERS),
  challenge: codeChallenge,
  /** `PersonAtDoor.standing` at the provider's answer: the session is of the same account, or of none. Absent: begun before a deployment. */
  standing: z.string().optional(),
});
type Binding = z.infer<typeof binding>;

/** Somebody's other codes stay: two apps may be signing in at once. */
export async function issueCode(tx: Tx, userId: string, payload: Binding): Promise<string> {
  const issued = newToken({ purpose: PURPOSE, userId, address: "", ttlSeconds: CODE_SECONDS, payload });
  await issueToken(tx, issued, { replaces: false });
  return issued.token;
}

/** `verifier`: it is not what the sign-in began with. */
export type GrantTrouble = TokenTrouble | "verifier";

export type Redeemed = ({ isGood: true; userId: string } & Binding) | { isGood: false; reason: GrantTrouble; userId: string | null };

/** RFC 7636 section 4.6. */
const challengeOf = (verifier: string): string => sha256(verifier).toString("base64url");

/** Uses a code up, whatever comes of it: a verifier is tried once. Of parallel tries one gets it. */
export async function redeemCode(code: string, verifier: string): Promise<Redeemed> {
  const found = await claimToken(PURPOSE, code);
  if (!found) {
    const { trouble, userId } = await explainToken(PURPOSE, code);
    return { isGood: false, reason: trouble, userId };
  }
  const { userId } = found;
  if (!userId || !(await consumeToken(prisma, found.id))) return { isGood: false, reason: "used", userId };
  const bound = binding.parse(found.payload);
  return bound.challenge === challengeOf(verifier) ? { isGood: true, userId, ...bound } : { isGood: false, reason: "verifier", userId };
}

const AGAIN = "Begin the sign-in again.";

const TROUBLES: Record<GrantTrouble, string> = {
  malformed: `This code is not whole. ${AGAIN}`,
  unknown: `There is no such code. ${AGAIN}`,
  foreign: `This is no code of a sign-in. ${AGAIN}`,
  used: `This code has been used. Each one works once. ${AGAIN}`,
  expired: `This code has expired: it works for a minute. ${AGAIN}`,
  busy: `This code is being exchanged at this moment. Each one works once. ${AGAIN}`,
  verifier: `The code_verifier is not the one that this sign-in began with, and the code has been used up by it. ${AGAIN}`,
};

export const invalidGrant = (reason: GrantTrouble) => new AppError(INVALID_GRANT, { message: TROUBLES[reason], details: { reason }, reason });
