/** Wire shapes of recovery. Shared with screens: no server imports. */
import { z } from "zod";
import { emailField, messageFields, passwordField } from "@/lib/features/auth/schema";
import { codeField, linkState, tokenField } from "@/lib/features/mailed-link/schema";

export const requestResetInput = z.strictObject({
  email: emailField,
  redirect_url: z.string().max(2000).nullish().meta({ description: "Where to go on after the sign-in that follows: a path of ours, or an address whose origin REDIRECT_ALLOW_LIST names" }),
});

/** By the link of the mail (`token`), or by its code, which needs the address (`email`, `code`). */
export const resetInput = z
  .strictObject({
    token: tokenField.optional(),
    email: emailField.optional(),
    code: codeField.optional(),
    new_password: passwordField,
  })
  .refine(({ token, email, code }) => token !== undefined || (email !== undefined && code !== undefined), {
    error: "Send the token of the link, or the address and the code.",
    path: ["token"],
  });

export const resetOutput = z.object({
  ...messageFields,
  sessions_revoked: z.number().int(),
  redirect_url: z.string().nullable().meta({ description: "What the request for the mail asked for; sign in first" }),
});

/** Of what else takes an account back. */
export const resetMailSent = z.boolean().meta({ description: "Whether a mail to choose a new password is on its way; none is sent to an account that is banned or deactivated" });

/** A sign-in that a mail told of. */
export const reportedSignIn = linkState.extend({
  device: z.string().nullable(),
  place: z.string().nullable(),
  at: z.string().nullable(),
});
