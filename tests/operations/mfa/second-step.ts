import { login } from "@/lib/features/auth/operations/login";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { callAs } from "../../setup/call-as";
import { makeSecondFactor, type TestSecondFactor } from "../../factories/make-second-factor";
import { makeUser, type TestUser } from "../../factories/make-user";
import type { TestContextOptions } from "../../setup/test-context";

export type PersonWithTwoFactors = TestUser & TestSecondFactor;

export async function personWithTwoFactors(factors?: Parameters<typeof makeSecondFactor>[1], options?: Parameters<typeof makeUser>[0]): Promise<PersonWithTwoFactors> {
  const user = await makeUser(options);
  return { ...user, ...(await makeSecondFactor(user, factors)) };
}

/** The token of a sign-in that waits for its second step. */
export async function firstStep({ email, password }: Pick<TestUser, "email" | "password">, options?: TestContextOptions): Promise<string> {
  const refusal = await callAs(null, options).refusal(login, { input: { email, password } });
  if (refusal.code !== "MFA_REQUIRED") throw new Error(`the sign-in was refused with ${refusal.code}`);
  return String(refusal.details?.mfa_token);
}

export const secondStep = (mfa_token: string, code: string, { options, ...input }: { options?: TestContextOptions; trust_device?: boolean; method?: "totp" | "email" | "recovery_code" } = {}) =>
  callAs(null, options).run(verifySecondFactor, { input: { mfa_token, code, ...input } });
