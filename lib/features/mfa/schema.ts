/** Wire shapes of second factors. Shared with screens and clients: no server imports. */
import { z } from "zod";
import { checkboxField } from "@/lib/features/auth/schema";

/** In the order in which a person is asked for them. */
export const SECOND_FACTOR_METHODS = ["totp", "email", "recovery_code"] as const;

export const secondFactorMethod = z.enum(SECOND_FACTOR_METHODS).meta({ description: "`totp`: an authenticator app; `email`: a code by mail" });

export type SecondFactorMethod = z.infer<typeof secondFactorMethod>;

/** What can be set up; recovery codes come with the first of them. */
export const factorKind = z.enum(["totp", "email"]);

export type FactorKind = z.infer<typeof factorKind>;

/** Six digits or a recovery code, as people type them: with spaces, dashes, in any letter case. */
export const codeField = z.string().trim().min(1).max(50).meta({ description: "Six digits, or a recovery code" });

export const mfaTokenField = z.string().max(1000).meta({ description: "Of the 401 MFA_REQUIRED. A browser that signed in by a form has it in a cookie" });

/** Lenient: old clients send the address beside the code. */
export const verifyInput = z
  .object({
    mfa_token: mfaTokenField.optional(),
    code: codeField.optional(),
    token: codeField.optional().meta({ description: "Old clients' name for `code`" }),
    method: secondFactorMethod.optional().meta({ description: "Which of several methods the code is of. Default: whichever it fits" }),
    trust_device: checkboxField.optional().meta({ description: "Do not ask for the second factor on this device for TRUSTED_DEVICE_DAYS" }),
  })
  .refine(({ code, token }) => (code ?? token) !== undefined, { error: "This is required.", path: ["code"] });

export const enableInput = z.strictObject({ method: factorKind.default("totp") });

export const disableInput = z.strictObject({ code: codeField });

export const sendCodeInput = z.strictObject({ mfa_token: mfaTokenField.optional() });

export const recoveryCodesField = z.array(z.string()).meta({ description: "Ten, shown once. Empty where the account has some already" });

export const enableOutput = z.object({
  message: z.string(),
  method: factorKind,
  secret: z.string().nullable().meta({ description: "Base32, to be typed into an app. null for `email`" }),
  otpauth_url: z.string().nullable().meta({ description: "To be shown as a QR code. null for `email`" }),
  recovery_codes: recoveryCodesField,
});

export const mfaState = z.object({
  enabled: z.boolean(),
  methods: z.array(factorKind).meta({ description: "Confirmed ones" }),
  setup_pending: factorKind.nullable().meta({ description: "What was begun and waits for its first code" }),
  recovery_codes_left: z.number().int(),
  recovery_codes_low: z.boolean().meta({ description: "Three or fewer are left: make new ones" }),
  required: z.boolean().meta({ description: "The account has to have a second factor (MFA_REQUIRED)" }),
  setup_due_at: z.string().nullable().meta({ description: "Until when it may go on without one; null: it need not, or was not asked yet" }),
});

export type MfaState = z.infer<typeof mfaState>;

export const challengeOutput = z.object({
  methods: z.array(secondFactorMethod),
  expires_in: z.number().int().meta({ description: "Seconds" }),
  address: z.string().meta({ description: "Where a code by mail goes to, shortened" }),
  trusted_device_days: z.number().int().meta({ description: "0: no device can be trusted" }),
});

export const trustedDevice = z.object({
  id: z.uuid(),
  device_name: z.string(),
  ip_address: z.string().nullable(),
  trusted_at: z.string(),
  trusted_until: z.string(),
  last_seen_at: z.string(),
  is_current: z.boolean(),
});

export type TrustedDevice = z.infer<typeof trustedDevice>;
