/** Codes of authenticator apps: RFC 6238 with what every app understands, SHA-1, six digits, thirty seconds. */
import { Secret, TOTP } from "otpauth";
import { now } from "@/lib/clock";
import { secretCipher } from "@/lib/session/secret-cipher";

const PERIOD_SECONDS = 30;
/** Steps before and behind the present one that are good too: clocks differ (RFC 6238 section 5.2). */
const DRIFT_STEPS = 1;
/** Steps within which a code tells that the clock of its device is off. */
const TOLD_STEPS = 4;
/** 160 bits, as RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20;
/** What apps show beside the code. */
const ISSUER = "Gatehouse";

/** Of the secret that is stored. */
export const totpCipher = secretCipher("totp secret v1");

const codesOf = (secret: string, label = "") =>
  new TOTP({ issuer: ISSUER, label, algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) });

/** Base32. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** `otpauth://totp/…`, which a QR code carries into the app. */
export const otpauthUrl = (secret: string, account: string): string => codesOf(secret, account).toString();

/** The time step that a code belongs to; null: it is of none that is good now. */
export const stepOf = (code: string, secret: string): number | null => findStep(code, secret, DRIFT_STEPS)?.step ?? null;

interface FoundStep {
  step: number;
  /** So many steps after the present one; negative before it. */
  delta: number;
}

/** Of a code that is good now, or would be by a clock that is off by two minutes at most. */
export const stepByAnyClock = (code: string, secret: string): (FoundStep & { isGood: boolean }) | null => {
  const found = findStep(code, secret, TOLD_STEPS);
  return found && { ...found, isGood: Math.abs(found.delta) <= DRIFT_STEPS };
};

function findStep(code: string, secret: string, window: number): FoundStep | null {
  const timestamp = now().getTime();
  const delta = codesOf(secret).validate({ token: code, timestamp, window });
  return delta === null ? null : { step: Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta, delta };
}
