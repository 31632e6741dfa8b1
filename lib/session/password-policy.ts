/**
 * Which passwords are good enough (ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.11, 6.2.12; NIST SP 800-63B-4): length, not
 * common, not made of what everybody knows about the account, not breached. No composition rules unless `PASSWORD_POLICY=classes`.
 */
import { env } from "@/lib/env";
import { BYTES_RULE, CONTEXT_RULE, classRules, contextWords, LENGTH_RULE } from "@/lib/password-rules";
import { isBreached } from "./breached-password";

let common: Promise<ReadonlySet<string>> | undefined;

/** Some 49,000 of the most used passwords, from zxcvbn-ts. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
}

const isCommon = async (password: string): Promise<boolean> => (await (common ??= commonPasswords())).has(password.toLowerCase());

export interface PasswordContext {
  email?: string | null;
  username?: string | null;
  firstName?: string | null;
  lastName?: string | null;
}

/** What is wrong with a new password, as sentences; empty when it is good. Never trims or changes it. */
export async function passwordProblems(password: string, context: PasswordContext = {}): Promise<string[]> {
  const words = contextWords([context.email, context.username, context.firstName, context.lastName]);
  for (const step of [[LENGTH_RULE], [BYTES_RULE], classRules(env.passwordPolicy)]) {
    const problems = step.filter((rule) => !rule.isMet(password, words)).map((rule) => rule.otherwise);
    if (problems.length > 0) return problems;
  }
  if (await isCommon(password)) return ["This is one of the most used passwords. Choose one that nobody else would."];
  if (!CONTEXT_RULE.isMet(password, words)) return [CONTEXT_RULE.otherwise];
  // Last, so that nothing is asked about a password that is refused in any case.
  if (await isBreached(password)) return ["This password is known from a data breach. Choose one that you have never used before."];
  return [];
}
