import { example, SAMPLE } from "@/lib/operation-example";
import { disableSecondFactor } from "./operations/disable-second-factor";
import { distrustDevice } from "./operations/distrust-device";
import { enableSecondFactor } from "./operations/enable-second-factor";
import { resetUserMfa } from "./operations/reset-user-mfa";
import { sendSecondFactorCode } from "./operations/send-second-factor-code";
import { verifySecondFactor } from "./operations/verify-second-factor";

/** A device of the caller's, on which they are not asked for their second factor. */
export const SAMPLE_DEVICE = "0198c0de-0000-7000-8000-00000000002e";

const CODE = "492039";

export const mfaExamples = [
  example(enableSecondFactor, { title: "An authenticator app", input: { method: "totp" } }),
  example(verifySecondFactor, { title: "The second step of a sign-in", input: { mfa_token: SAMPLE.refreshToken, code: CODE, trust_device: true } }),
  example(sendSecondFactorCode, { input: { mfa_token: SAMPLE.refreshToken } }),
  example(disableSecondFactor, { input: { code: CODE } }),
  example(distrustDevice, { params: { id: SAMPLE_DEVICE } }),
  example(resetUserMfa, { params: { id: SAMPLE.user } }),
];
