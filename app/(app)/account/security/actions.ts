"use server";

import { changePassword } from "@/lib/features/account/operations/change-password";
import { removeConnection } from "@/lib/features/connections/operations/remove-connection";
import { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import { action } from "@/lib/http/action";

export const savePassword = action(changePassword, { message: ({ message }) => message });

/** For an account that has none: the mail with which a forgotten one is chosen anew. */
export const mailPasswordLink = action(requestPasswordReset, {
  toInput: ({ email }) => ({ email, redirect_url: "/account/security" }),
  message: "A mail with a link is on its way to the address of your account. Choose a password with it, within an hour; you are then asked to sign in.",
});

export const disconnectProvider = action(removeConnection, { params: ["id"], message: ({ message }) => message });
