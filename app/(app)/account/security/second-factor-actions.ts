"use server";

import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { distrustDevice } from "@/lib/features/mfa/operations/distrust-device";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { renewRecoveryCodes } from "@/lib/features/mfa/operations/renew-recovery-codes";
import { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { action } from "@/lib/http/action";

export const enableFactor = action(enableSecondFactor, {
  message: ({ message }) => message,
  shownOnce: ({ method, secret, otpauth_url, recovery_codes }) => ({ method, secret, otpauth_url, recovery_codes }),
});

export const confirmFactor = action(verifySecondFactor, { message: ({ message }) => message });

export const disableFactor = action(disableSecondFactor, { message: ({ message }) => message });

export const mailCode = action(sendSecondFactorCode, { toInput: () => ({}), message: ({ message }) => message });

export const renewCodes = action(renewRecoveryCodes, { toInput: () => ({}), message: ({ message }) => message, shownOnce: ({ recovery_codes }) => ({ recovery_codes }) });

export const distrust = action(distrustDevice, { params: ["id"], message: ({ message }) => message });
