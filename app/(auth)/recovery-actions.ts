"use server";

import { reportSignIn } from "@/lib/features/recovery/operations/report-sign-in";
import { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { action, type ActionState } from "@/lib/http/action";
import { withReturnTo } from "./with-return-to";

const request = action(requestPasswordReset, {
  toInput: ({ return_to, ...fields }) => ({ ...fields, ...(return_to ? { redirect_url: return_to } : {}) }),
  message: ({ message }) => message,
});

/** The address comes back, for the form that asks for the code. */
export async function requestResetAction(previous: ActionState, form: FormData): Promise<ActionState> {
  const state = await request(previous, form);
  const email = form.get("email");
  return state.ok && typeof email === "string" ? { ...state, values: { email } } : state;
}

/** By the link, whose token is a hidden field, or by the code. */
export const resetAction = action(resetPassword, {
  redirectTo: ({ redirect_url: returnTo }) => withReturnTo("/login?notice=reset", returnTo ?? undefined),
});

export const reportSignInAction = action(reportSignIn, { redirectTo: ({ mail_sent: isMailed }) => `/not-me?done=${isMailed ? "1" : "closed"}` });
