/** What is the same wherever somebody who is not signed in has a mail sent to an address. */
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
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

/** Of the audit row alone; the answer is the same. */
export const refusalOfAskedMail = (owner: { isUsable: boolean } | null): string | null => (owner === null ? "UNKNOWN_ADDRESS" : owner.isUsable ? null : "ACCOUNT_DISABLED");
