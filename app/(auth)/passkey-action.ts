"use server";

import { signInWithPasskey } from "@/lib/features/passkeys/operations/sign-in-with-passkey";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";
import { jsonField } from "@/app/json-field";

export const signInByPasskey = action(signInWithPasskey, {
  toInput: ({ assertion, remember_me }) => ({ assertion: jsonField(assertion), remember_me }),
  redirectTo: (_output, form) => safeReturnTo(form.get("return_to")),
});
