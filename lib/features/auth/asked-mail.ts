/** What is the same wherever somebody who is not signed in has a mail sent to an address. */
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { invalidFields } from "@/lib/errors";
import { safeReturnTo } from "@/lib/http/return-to";
import { counterOf } from "@/lib/rate-limit/count";
import type { Rule } from "@/lib/rate-limit/limits";
import type { SharedCounter } from "@/lib/rate-limit/shared-window";
import { addressKey } from "@/lib/session/address-key";

type SharedRule = Rule & { store: SharedCounter["store"] };

/** The limit per account holds for addresses that nobody has too, and where RATE_LIMIT_ENABLED=false. */
export const countersOfAskedMail = (rules: { account: SharedRule; address: SharedRule }, { ipAddress, email }: { ipAddress: string | null; email: string }): SharedCounter[] => [
  counterOf(rules.account, sha256(email).toString("base64url")),
  ...(env.rateLimitEnabled ? [counterOf(rules.address, addressKey(ipAddress))] : []),
];

/**
 * Where the mail's link may lead on to, judged when it is asked for.
 * @param field - what it is called there
 * @throws AppError 422 for another site
 */
export function targetOfAskedMail(field: string, wanted: string | null | undefined): string | null {
  const target = wanted ? safeReturnTo(wanted, "") : null;
  if (target === "") throw invalidFields({ [field]: ["Send a path of this site, or an address on the list of this installation."] });
  return target;
}

/** Of the audit row alone; the answer is the same. */
export const refusalOfAskedMail = (owner: { isUsable: boolean } | null): string | null => (owner === null ? "UNKNOWN_ADDRESS" : owner.isUsable ? null : "ACCOUNT_DISABLED");
