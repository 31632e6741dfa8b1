/** What providers gave for their APIs, encrypted; readable, or told to be unreadable, after the secret was replaced. */
import { secretCipher } from "@/lib/session/secret-cipher";

const cipher = secretCipher("provider tokens v1");

export const sealTokens = (tokens: Record<string, string>): Buffer => cipher.seal(JSON.stringify(tokens));

/** null: sealed under a secret that is known no more. @throws Error where a byte was changed */
export function openTokens(sealed: Uint8Array): Record<string, string> | null {
  const opened = cipher.open(sealed);
  return opened && (JSON.parse(opened.plain) as Record<string, string>);
}
