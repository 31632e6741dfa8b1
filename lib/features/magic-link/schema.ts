/** Wire shapes of signing in by mail. Shared with screens: no server imports. */
import { z } from "zod";
import { checkboxField, emailField, messageFields } from "@/lib/features/auth/schema";
import { codeField, linkState, tokenField } from "@/lib/features/mailed-link/schema";

export const requestInput = z.strictObject({
  email: emailField,
  return_to: z.string().max(2000).optional().meta({ description: "Where the page behind the link leads on to: a path of ours, or an address whose origin REDIRECT_ALLOW_LIST names" }),
});

/** By the link of the mail (`token`), or by its code, which needs the address (`email`, `code`). */
export const verifyInput = z
  .strictObject({
    token: tokenField.optional(),
    email: emailField.optional(),
    code: codeField.optional(),
    remember_me: checkboxField.optional(),
  })
  .refine(({ token, email, code }) => (token !== undefined) !== (email !== undefined && code !== undefined), {
    error: "Send the token of the link, or the address and the code.",
    path: ["token"],
  });

export const requestOutput = z.object({ ...messageFields, expires_in: z.number().int().meta({ description: "Seconds" }) });

/** Whoever holds the link may know whose it is: it signs them in. */
export const magicLinkState = linkState.extend({ email: z.string().nullable(), return_to: z.string().nullable() });
