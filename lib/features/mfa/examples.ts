import { example, SAMPLE } from "@/lib/operation-example";
import { disableSecondFactor } from "./operations/disable-second-factor";
import { enableSecondFactor } from "./operations/enable-second-factor";
import { resetUserMfa } from "./operations/reset-user-mfa";
import { verifySecondFactor } from "./operations/verify-second-factor";

export const mfaExamples = [
  example(enableSecondFactor, { title: "An authenticator app", input: { method: "totp" } }),
  example(verifySecondFactor, { title: "The second step of a sign-in", input: { mfa_token: SAMPLE.refreshToken, code: "492039", trust_device: true } }),
  example(disableSecondFactor, { input: { code: "492039" } }),
  example(resetUserMfa, { params: { id: SAMPLE.user } }),
];
