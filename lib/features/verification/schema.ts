/** Wire shapes of the verification and the change of an address. */
import { z } from "zod";
import { emailField, passwordField } from "@/lib/features/auth/schema";
import { codeField, tokenField } from "@/lib/features/mailed-link/schema";

/** With neither, the mail alone proves the address. */
export const confirmationFields = {
  password: passwordField.optional().meta({ description: "The account's: everything stays as it is" }),
  new_password: passwordField.optional().meta({ description: "Begins anew: what was attached to the account before is gone, and this is its password" }),
};

export const confirmInput = z
  .strictObject({
    token: tokenField.optional().meta({ description: "Of the mail's link" }),
    email: emailField.optional().meta({ description: "With a code; default: the address of whoever is signed in" }),
    code: codeField.optional().meta({ description: "Six digits of the mail" }),
    ...confirmationFields,
  })
  .refine((input) => input.token || input.code, { error: "Send the token of the link, or the code.", path: ["code"] });

export const resendInput = z.strictObject({
  email: z.string().trim().max(254).optional().meta({ description: "An address or a username; default: whoever is signed in" }),
});

export const changeEmailInput = z.strictObject({
  new_email: emailField,
  current_password: passwordField.optional(),
});

export const confirmChangeInput = z
  .strictObject({ token: tokenField.optional(), code: codeField.optional() })
  .refine((input) => input.token || input.code, { error: "Send the token of the link, or the code.", path: ["code"] });

export const undoChangeInput = z.strictObject({ token: tokenField });

/** Whose address it is. */
export const addressOwner = z.object({ id: z.uuid(), email: z.string(), is_verified: z.boolean() });
