"use server";

import { sendSecondFactorCode } from "@/lib/features/mfa/operations/send-second-factor-code";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";

/** Named, or an open session would be taken for what the code is of; the cookie has it, and no form. */
const ofSignIn = ({ mfaCookie }: { mfaCookie: string | null }) => ({ mfa_token: mfaCookie ?? "" });

export const finishSignIn = action(verifySecondFactor, {
  toInput: (fields, credentials) => ({ ...fields, ...ofSignIn(credentials) }),
  redirectTo: (_output, form) => safeReturnTo(form.get("return_to")),
});

export const sendCode = action(sendSecondFactorCode, { toInput: (_fields, credentials) => ofSignIn(credentials), message: ({ message }) => message });
