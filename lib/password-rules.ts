/**
 * The rules for a new password that need neither a list nor the network (NIST SP 800-63B-4 3.1.1; ASVS 6.2.1, 6.2.5, 6.2.11). The
 * server judges by them, forms show them as they are met, so the two cannot differ. Nothing here may need Node.
 */

export type PasswordPolicy = "length" | "classes";

export interface PasswordRule {
  id: string;
  /** As an item of a list, before anything is typed. */
  asks: string;
  /** As an answer to a password that breaks it. */
  otherwise: string;
  /** @param words what everybody knows about the account: `contextWords` */
  isMet(password: string, words: string[]): boolean;
}

export const PASSWORD_LENGTH_MIN = 8;
/** bcrypt reads no more than this; longer ones are refused, never cut. UTF-8 bytes. */
export const PASSWORD_BYTES_MAX = 72;

const PRODUCT_WORDS = ["gatehouse"];
/** Shorter context words would refuse half the dictionary. */
const CONTEXT_WORD_MIN = 4;

const lettersAndDigits = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** A name is itself; of an address, each of its parts counts as well. */
function partsOf(text: string): string[] {
  const [local = "", domain] = text.toLowerCase().split("@");
  return domain === undefined ? [text] : [text, local, ...local.split(/[._+-]/), domain.split(".")[0] ?? ""];
}

/** @param texts names and addresses of the account, as they are written */
export const contextWords = (texts: (string | null | undefined)[]): string[] =>
  [...PRODUCT_WORDS, ...texts.flatMap((text) => partsOf(text ?? ""))].map(lettersAndDigits).filter((word) => word.length >= CONTEXT_WORD_MIN);

/** Mostly a context word: what is left without it is too short to be a password of its own. */
function leansOnContext(password: string, words: string[]): boolean {
  const bare = lettersAndDigits(password);
  return words.some((word) => bare.includes(word) && bare.length - word.length < CONTEXT_WORD_MIN);
}

export const LENGTH_RULE: PasswordRule = {
  id: "length",
  asks: `At least ${PASSWORD_LENGTH_MIN} characters`,
  otherwise: `Use at least ${PASSWORD_LENGTH_MIN} characters.`,
  isMet: (password) => [...password].length >= PASSWORD_LENGTH_MIN,
};

export const BYTES_RULE: PasswordRule = {
  id: "bytes",
  asks: `At most ${PASSWORD_BYTES_MAX} bytes (a letter is one, an emoji four)`,
  otherwise: `Use at most ${PASSWORD_BYTES_MAX} bytes (a letter is one, an emoji four).`,
  isMet: (password) => new TextEncoder().encode(password).length <= PASSWORD_BYTES_MAX,
};

export const CONTEXT_RULE: PasswordRule = {
  id: "context",
  asks: "Not close to your name or address",
  otherwise: "This is too close to your name or address.",
  isMet: (password, words) => !leansOnContext(password, words),
};

const classRule = (id: string, pattern: RegExp, what: string): PasswordRule => ({
  id,
  asks: `${what[0]?.toUpperCase()}${what.slice(1)}`,
  otherwise: `Add ${what}.`,
  isMet: (password) => pattern.test(password),
});

const CLASS_RULES: PasswordRule[] = [
  classRule("upper", /\p{Lu}/u, "an upper-case letter"),
  classRule("lower", /\p{Ll}/u, "a lower-case letter"),
  classRule("digit", /\p{Nd}/u, "a digit"),
  classRule("symbol", /[^\p{L}\p{N}]/u, "a symbol"),
];

/** None unless `PASSWORD_POLICY=classes`. */
export const classRules = (policy: PasswordPolicy): PasswordRule[] => (policy === "classes" ? CLASS_RULES : []);
