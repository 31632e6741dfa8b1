/** Second factors: setting them up, the second step of a sign-in, recovery codes and trusted devices. */
import { mfaExamples } from "./examples";
import { disableSecondFactor } from "./operations/disable-second-factor";
import { distrustDevice } from "./operations/distrust-device";
import { enableSecondFactor } from "./operations/enable-second-factor";
import { listTrustedDevices } from "./operations/list-trusted-devices";
import { renewRecoveryCodes } from "./operations/renew-recovery-codes";
import { resetUserMfa } from "./operations/reset-user-mfa";
import { sendSecondFactorCode } from "./operations/send-second-factor-code";
import { showChallenge } from "./operations/show-challenge";
import { showMfa } from "./operations/show-mfa";
import { verifySecondFactor } from "./operations/verify-second-factor";

export const mfaFeature = {
  name: "mfa",
  operations: [
    showMfa, enableSecondFactor, verifySecondFactor, disableSecondFactor, renewRecoveryCodes, showChallenge, sendSecondFactorCode,
    listTrustedDevices, distrustDevice, resetUserMfa,
  ],
  examples: mfaExamples,
};
