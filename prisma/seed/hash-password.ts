/** Passwords of seeds and first administrators: the same $2b$ hashes that the application verifies. */
import bcryptjs from "bcryptjs";
import { env } from "@/lib/env";

/** bcrypt cuts at 72 bytes, so longer ones are refused (security standard: refuse, never cut). */
const MAX_BYTES = 72;
const MIN_BYTES = 8;

/** @returns one sentence when the password cannot be used, else undefined */
export function passwordFault(password: string): string | undefined {
  const bytes = Buffer.byteLength(password);
  if (bytes < MIN_BYTES) return `A password has at least ${MIN_BYTES} characters.`;
  if (bytes > MAX_BYTES) return `A password has at most ${MAX_BYTES} bytes.`;
  return undefined;
}

/** @returns a $2b$ hash of cost `BCRYPT_COST` */
export async function hashPassword(password: string): Promise<string> {
  if (env.passwordHasher === "js") return bcryptjs.hash(password, env.bcryptCost);
  try {
    const native = await import("@node-rs/bcrypt");
    return await native.hash(password, { cost: env.bcryptCost });
  } catch {
    // No native build for this platform: the same hash, a little slower.
    return bcryptjs.hash(password, env.bcryptCost);
  }
}
