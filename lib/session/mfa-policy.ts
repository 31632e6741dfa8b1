/**
 * Who has to have a second factor (`MFA_REQUIRED`). The variable names roles; that is configuration, as an installation writes
 * it, and gives nobody a permission: docs/decisions has the record.
 */
import { env } from "@/lib/env";

export function isSecondFactorRequired(roles: readonly { name: string }[]): boolean {
  const { mfaRequired } = env;
  if (mfaRequired === "off") return false;
  return mfaRequired === "all" || roles.some(({ name }) => mfaRequired.includes(name));
}
