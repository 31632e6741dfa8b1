export type PasswordScore = 0 | 1 | 2 | 3 | 4;

const commonFragments = [
  "password", "passwort", "qwerty", "azerty", "letmein", "welcome", "admin", "iloveyou", "dragon", "monkey",
  "football", "baseball", "sunshine", "princess", "master", "login", "secret", "gatehouse", "abc123", "123456", "111111",
];

/**
 * How hard a password looks to guess, 0 (trivial) to 4 (strong): an estimate for the meter, never the rule
 * (NIST SP 800-63B-4 3.1.1: length counts most; the server checks length, common passwords and context words).
 *
 * @param context words of the person (name, address), which an attacker tries first
 */
export function scorePassword(password: string, context: string[] = []): PasswordScore {
  if (password.length === 0) return 0;
  const remainder = withoutGuessable(password.toLowerCase(), context);
  const distinct = new Set(remainder).size;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  const points = Math.min(remainder.length, 24) + Math.min(distinct, 12) * 0.5 + (kinds - 1) * 2;
  if (password.length < 8 || distinct < 4 || points < 11) return 1;
  if (points < 16) return 2;
  return points < 22 ? 3 : 4;
}

/** What is left after known words, runs such as "4567" and repetitions, each of which an attacker gets almost for nothing. */
function withoutGuessable(password: string, context: string[]): string {
  const words = context.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 3);
  const stripped = [...commonFragments, ...words].reduce((rest, word) => rest.replaceAll(word, "*"), password);
  return [...stripped].filter((character, index, all) => {
    const previous = all[index - 1];
    if (previous === undefined) return true;
    const step = (character.codePointAt(0) ?? 0) - (previous.codePointAt(0) ?? 0);
    return Math.abs(step) > 1;
  }).join("");
}
