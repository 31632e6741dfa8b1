"use server";

import { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";

/** The sign-in's token is in the browser's cookie, and in no form. */
export const finishSignIn = action(verifySecondFactor, { redirectTo: (_output, form) => safeReturnTo(form.get("return_to")) });

export const sendCode = action(sendSecondFactorCode, { toInput: () => ({}), message: ({ message }) => message });
