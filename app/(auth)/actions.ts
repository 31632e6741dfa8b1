"use server";

import { login } from "@/lib/features/auth/operations/login";
import { registerAccount } from "@/lib/features/auth/operations/register";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";

export const signIn = action(login, {
  // A checkbox that is not ticked sends nothing.
  toInput: ({ return_to: _, ...fields }) => ({ remember_me: "false", ...fields }),
  redirectTo: (_output, form) => safeReturnTo(form.get("return_to")),
});

/** Where the address has to be confirmed first, the mail is what goes on. */
export const signUp = action(registerAccount, {
  redirectTo: ({ verification_required: mustConfirm }, form) => (mustConfirm ? confirmPath(form.get("email")) : safeReturnTo(form.get("return_to"))),
});

const confirmPath = (email: FormDataEntryValue | null) => `/verify-email?email=${encodeURIComponent(typeof email === "string" ? email : "")}`;
