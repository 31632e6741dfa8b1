/** Wire shapes of a renewed proof. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { passwordField, tokenFields } from "@/lib/features/auth/schema";
import { assertionField, challengeTokenField } from "@/lib/features/passkeys/schema";

export const proofMethod = z.enum(["password", "totp", "passkey", "email"]).meta({ description: "`email`: a code by mail, for accounts that have nothing else" });

export type ProofMethod = z.infer<typeof proofMethod>;

const PROOFS = ["password", "code", "assertion"] as const;

export const proofInput = z
  .strictObject({
    password: passwordField.optional(),
    code: z.string().trim().min(1).max(20).optional().meta({ description: "Six digits: of the authenticator app, or of our mail" }),
    assertion: assertionField.optional(),
    challenge_token: challengeTokenField,
  })
  .refine((given) => PROOFS.filter((name) => given[name] !== undefined).length === 1, { error: "Send one of password, code and assertion.", path: ["password"] });

export type ProofInput = z.output<typeof proofInput>;

/** When the last proof was given, and until when it counts. */
export const proofFields = {
  authenticated_at: z.string(),
  max_age_seconds: z.number().int().meta({ description: "STEP_UP_MINUTES, in seconds" }),
};

export const renewedProof = z.object({
  message: z.string(),
  method: proofMethod,
  ...proofFields,
  access_token: tokenFields.access_token,
  token_type: tokenFields.token_type,
  expires_in: tokenFields.expires_in,
});
