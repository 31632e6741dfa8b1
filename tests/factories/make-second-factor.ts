import { now } from "@/lib/clock";
import { newRecoveryCodes } from "@/lib/features/mfa/recovery-code";
import { newTotpSecret, totpCipher } from "@/lib/features/mfa/totp";
import { newId } from "@/lib/ids";
import { sql } from "../setup/sql";
import { appCode as codeAt } from "../tools/app-code";

/** What an app shows for a secret, by the test's clock. @param steps - so many steps of thirty seconds from now */
export const appCode = (secret: string, steps = 0): string => codeAt(secret, steps, now().getTime());

/** Another code than that. */
export const wrongCode = (secret: string): string => {
  const good = new Set([-1, 0, 1].map((steps) => appCode(secret, steps)));
  return ["000000", "111111", "222222", "333333"].find((code) => !good.has(code)) ?? "";
};

export interface TestSecondFactor {
  /** Base32. */
  secret: string;
  recoveryCodes: string[];
}

interface Options {
  app?: boolean;
  email?: boolean;
}

/** Gives somebody a confirmed authenticator app (unless `app` is false), codes by mail if asked for, and ten recovery codes. */
export async function makeSecondFactor({ id }: { id: string }, { app = true, email = false }: Options = {}): Promise<TestSecondFactor> {
  const secret = newTotpSecret();
  const { shown, digests } = newRecoveryCodes(id);
  const insert = (kind: string, sealed: Buffer | null) =>
    sql("INSERT INTO second_factors (id, user_id, kind, state, secret, created_at, confirmed_at) VALUES ($1, $2, $3, 'confirmed', $4, app_now(), app_now())", [newId(), id, kind, sealed]);
  if (app) await insert("totp", totpCipher.seal(secret));
  if (email) await insert("email", null);
  await sql("INSERT INTO recovery_codes (id, user_id, code_hash) SELECT gen_random_uuid(), $1, unnest($2::bytea[])", [id, digests]);
  await sql("UPDATE users SET mfa_enabled = true WHERE id = $1", [id]);
  return { secret, recoveryCodes: shown };
}
