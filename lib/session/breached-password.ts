import { createHash } from "node:crypto";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

const TIMEOUT_MS = 1500;
/** Ten times what a padded answer holds. */
const ANSWER_MAX = 1_000_000;
const PREFIX_LENGTH = 5;
/** The rest of a SHA-1 in hex, and how often it was seen. */
const LINE = /^([0-9A-F]{35}):(\d+)$/i;

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of answer.body ?? []) {
    text += decoder.decode(piece as Uint8Array, { stream: true });
    if (text.length > ANSWER_MAX) throw new Error("an answer without an end");
  }
  return text;
}

async function askRange(prefix: string): Promise<Map<string, number>> {
  const answer = await fetch(`${env.breachedPasswordsUrl}/${prefix}`, {
    // Padded, so that the length of the answer does not tell which range it is.
    headers: { "Add-Padding": "true", "User-Agent": "gatehouse" },
    redirect: "error",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`HTTP ${answer.status}`);
  }
  const lines = (await textOf(answer)).split(/\r?\n/).filter((line) => line !== "");
  const counts = lines.map((line) => LINE.exec(line)).filter((match) => match !== null);
  if (counts.length < lines.length || lines.length === 0) throw new Error("an answer that is no list of hashes");
  return new Map(counts.map(([, rest = "", count]) => [rest.toUpperCase(), Number(count)]));
}

/**
 * Whether a password is among those that breaches made known (ASVS 5.0 6.2.12). Only the first five hex digits of its SHA-1 leave
 * the house (k-anonymity, the range search of haveibeenpwned.com). False where `BREACHED_PASSWORDS_URL` is not set, and while the
 * service fails: nobody is kept from an account because a third party is away; the log says so.
 */
export async function isBreached(password: string): Promise<boolean> {
  if (!env.breachedPasswordsUrl) return false;
  const hash = createHash("sha1").update(password).digest("hex").toUpperCase();
  try {
    const counts = await askRange(hash.slice(0, PREFIX_LENGTH));
    // Padding has the count 0.
    return (counts.get(hash.slice(PREFIX_LENGTH)) ?? 0) > 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn("password.breach_check_failed", { reason, effect: "the password was accepted without it" });
    return false;
  }
}
