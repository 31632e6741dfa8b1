/** Wire shapes of registration, sign-in and tokens. */
import { z } from "zod";

const EMAIL_MAX = 254;

/**
 * What a deleted account is renamed to (features/admin/delete-person.ts). Somebody who had taken the name that an
 * account will get could keep it from being deleted.
 */
const OF_THE_DELETED = { username: /^deleted_/i, domain: "@deactivated.local" };

/** Normalised before it is validated and compared: trimmed, lower case (ASVS 6.1.1; the domain is case-insensitive anyway). */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX)
  .pipe(z.email({ error: ({ input }) => (input === "" ? "This is required." : "This is not an e-mail address.") }))
  .refine((email) => !email.endsWith(OF_THE_DELETED.domain), { error: "This address cannot be used." });

/** Names that would let somebody speak for the house; mailboxes of RFC 2142 among them. */
const RESERVED = new Set([
  "abuse", "admin", "administrator", "everyone", "help", "hostmaster", "info", "me", "moderator", "noreply", "null", "official",
  "postmaster", "root", "security", "staff", "superuser", "support", "system", "undefined", "webmaster",
]);

/** Nobody takes such a name for themselves, nor by dots and dashes between its letters; administrators may give it. */
export const isReservedUsername = (name: string): boolean => RESERVED.has(name.toLowerCase().replace(/[._-]/g, ""));

export const USERNAME_RESERVED = "This name is reserved. Choose another.";

/** ASCII alone: no name is spelt like another one's with letters of another script (UTS 39). */
export const usernameField = z
  .string()
  .trim()
  .min(3)
  .max(80)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: "Use the letters A to Z, digits, dots, dashes and underscores; begin with a letter or digit." })
  .refine((name) => !OF_THE_DELETED.username.test(name), { error: "This name is kept for deleted accounts." });

export const nameField = z.string().trim().max(50);

/** Never trimmed. The policy judges new ones; this bound only keeps huge strings out. */
export const passwordField = z.string().min(1).max(1000);

/** HTML checkboxes send "on"; JSON sends booleans. */
export const checkboxField = z.union([z.boolean(), z.enum(["on", "true", "1"]).transform(() => true), z.enum(["false", "0", ""]).transform(() => false)]);

const optionalName = nameField.optional().transform((value) => value || undefined);

/** Lenient: old clients send fields of their own, which are dropped. */
export const registerInput = z.object({
  email: emailField,
  password: passwordField,
  username: z.union([usernameField.refine((name) => !isReservedUsername(name), { error: USERNAME_RESERVED }), z.literal("").transform(() => undefined)]).optional(),
  first_name: optionalName,
  last_name: optionalName,
  full_name: z.string().trim().max(100).optional(),
  phone_number: z
    .string()
    .regex(/^\+?[\d\s\-()]{10,15}$/, { error: "This is not a phone number." })
    .optional(),
  remember_me: checkboxField.optional(),
});

/** One of the three names the person; each may hold an e-mail address or a username. */
export const loginInput = z
  .object({
    identifier: z.string().trim().max(EMAIL_MAX).optional(),
    email: z.string().trim().max(EMAIL_MAX).optional(),
    username: z.string().trim().max(EMAIL_MAX).optional(),
    password: passwordField,
    remember_me: checkboxField.optional(),
  })
  .refine((input) => input.identifier || input.email || input.username, {
    error: "This is required.",
    path: ["identifier"],
  });

/** SHA-256 of the verifier, base64url (RFC 7636 section 4.2). */
export const codeChallenge = z.string().regex(/^[\w-]{43}$/);

/** By the names of RFC 6749 section 4.1.3 and RFC 7636 section 4.5. */
export const exchangeInput = z.strictObject({
  code: z.string().trim().min(1).max(1000).meta({ description: "As it stood in the query of the app's address" }),
  code_verifier: z
    .string()
    .regex(/^[\w.~-]{43,128}$/, { error: "Send what the code_challenge was made of: 43 to 128 letters, digits, dots, dashes, underscores and tildes." }),
});

/** Present when the delivery mode puts tokens in the body. */
export const tokenFields = {
  access_token: z.string().optional(),
  refresh_token: z.string().optional(),
  token_type: z.literal("Bearer").optional(),
  /** Seconds until the access token expires. */
  expires_in: z.number().int().optional(),
};

export const messageFields = { message: z.string(), msg: z.string(), success: z.literal(true) };

/** The same sentence under the names that the reference clients read. */
export const say = (message: string) => ({ message, msg: message, success: true as const });
