import { Secret, TOTP } from "otpauth";

const PERIOD_MS = 30_000;

/** What an authenticator app shows. @param steps - so many steps of thirty seconds from `at`, milliseconds since 1970 */
export const appCode = (secret: string, steps = 0, at = Date.now()): string =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 }).generate({ timestamp: at + steps * PERIOD_MS });
