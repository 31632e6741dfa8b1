import { Secret, TOTP } from "otpauth";
import { now } from "@/lib/clock";
import { totpCipher } from "@/lib/features/mfa/totp";
import { newId } from "@/lib/ids";
import { sql } from "../setup/sql";

/** An authenticator app that an account has set up. */
export interface AuthenticatorApp {
  /** What it shows now. */
  code: () => string;
}

/** The second factor of an account, confirmed. */
export async function makeApp({ id }: { id: string }): Promise<AuthenticatorApp> {
  const secret = new Secret({ size: 20 });
  await sql(
    `WITH factor AS (INSERT INTO second_factors (id, user_id, kind, state, secret, created_at, confirmed_at) VALUES ($1, $2, 'totp', 'confirmed', $3, app_now(), app_now()))
     UPDATE users SET mfa_enabled = true WHERE id = $2`,
    [newId(), id, totpCipher.seal(secret.base32)],
  );
  return { code: () => new TOTP({ secret, algorithm: "SHA1", digits: 6, period: 30 }).generate({ timestamp: now().getTime() }) };
}
