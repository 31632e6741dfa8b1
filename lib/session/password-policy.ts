/**
 * Which passwords are good enough (security.md section 3; ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.11; NIST SP 800-63B-4): length, not
 * common, not made of what everybody knows about the account. No composition rules unless `PASSWORD_POLICY=classes`.
 */
import { env } from "@/lib/env";
import { PASSWORD_BYTES_MAX, passwordTooLong } from "./password";

export const PASSWORD_LENGTH_MIN = 8;

const PRODUCT_WORDS = ["gatehouse"];
/** Shorter context words would refuse half the dictionary. */
const CONTEXT_WORD_MIN = 4;

let common: Promise<ReadonlySet<string>> | undefined;

/** Some 49,000 of the most used passwords, from zxcvbn-ts. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
}

export interface PasswordContext {
  email?: string | null;
  username?: string | null;
  firstName?: string | null;
  lastName?: string | null;
}

const lettersAndDigits = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

function contextWords(context: PasswordContext): string[] {
  const [local = "", domain = ""] = (context.email ?? "").toLowerCase().split("@");
  const parts = [context.email, local, ...local.split(/[._+-]/), domain.split(".")[0], context.username, context.firstName, context.lastName];
  return [...PRODUCT_WORDS, ...parts]
    .map((part) => lettersAndDigits(part ?? ""))
    .filter((word) => word.length >= CONTEXT_WORD_MIN);
}

/** Mostly a context word: what is left without it is too short to be a password of its own. */
function leansOnContext(password: string, context: PasswordContext): boolean {
  const bare = lettersAndDigits(password);
  return contextWords(context).some((word) => bare.includes(word) && bare.length - word.length < CONTEXT_WORD_MIN);
}

const CLASSES: [RegExp, string][] = [
  [/\p{Lu}/u, "Add an upper-case letter."],
  [/\p{Ll}/u, "Add a lower-case letter."],
  [/\p{Nd}/u, "Add a digit."],
  [/[^\p{L}\p{N}]/u, "Add a symbol."],
];

/** What is wrong with a new password, as sentences; empty when it is good. Never trims or changes it. */
export async function passwordProblems(password: string, context: PasswordContext = {}): Promise<string[]> {
  if ([...password].length < PASSWORD_LENGTH_MIN) return [`Use at least ${PASSWORD_LENGTH_MIN} characters.`];
  if (passwordTooLong(password)) return [`Use at most ${PASSWORD_BYTES_MAX} bytes (a letter is one, an emoji four).`];
  if (env.passwordPolicy === "classes") {
    const missing = CLASSES.filter(([pattern]) => !pattern.test(password)).map(([, text]) => text);
    if (missing.length > 0) return missing;
  }
  if ((await (common ??= commonPasswords())).has(password.toLowerCase()))
    return ["This is one of the most used passwords. Choose one that nobody else would."];
  if (leansOnContext(password, context)) return ["This is too close to your name or address."];
  return [];
}
