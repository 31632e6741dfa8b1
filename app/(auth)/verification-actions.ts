"use server";

import { changeEmail } from "@/lib/features/verification/operations/change-email";
import { confirmEmail } from "@/lib/features/verification/operations/confirm-email";
import { confirmEmailChange } from "@/lib/features/verification/operations/confirm-email-change";
import { resendVerification } from "@/lib/features/verification/operations/resend-verification";
import { undoEmailChange } from "@/lib/features/verification/operations/undo-email-change";
import { action, type ActionState } from "@/lib/http/action";
import { signIn } from "./actions";

/** From a session of the account. */
export const confirmOwnAddressAction = action(confirmEmail, { redirectTo: () => "/verify-email" });

const confirm = action(confirmEmail);

/** With a password, the old one or a new one, which then signs in as at the sign-in page: the second factor is asked for there too. */
export async function confirmAddressAction(previous: ActionState, form: FormData): Promise<ActionState> {
  const confirmed = await confirm(previous, form);
  if (!confirmed.ok) return confirmed;
  const entry = new FormData();
  entry.set("identifier", form.get("email") ?? "");
  entry.set("password", form.get("new_password") ?? form.get("password") ?? "");
  entry.set("remember_me", "true");
  return signIn(previous, entry);
}

export const resendAction = action(resendVerification, { message: ({ message }) => message });

export const changeEmailAction = action(changeEmail, { message: ({ message }) => message });

export const confirmEmailChangeAction = action(confirmEmailChange, { redirectTo: () => "/account/email?changed=1" });

export const undoEmailChangeAction = action(undoEmailChange, { redirectTo: ({ mail_sent: isMailed }) => `/undo-email-change?done=${isMailed ? "1" : "closed"}` });
