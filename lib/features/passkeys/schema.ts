/** Wire shapes of passkeys. What WebAuthn defines keeps WebAuthn's own JSON (level 3, sections 5.1.8 and 5.1.9), camelCase included. No server imports. */
import { z } from "zod";
import { checkboxField } from "@/lib/features/auth/schema";

/** The longest a credential's id may be: 1023 bytes (WebAuthn level 3, section 5.1). */
const ID_MAX = 1364;
const CLIENT_DATA_MAX = 4096;
const ATTESTATION_MAX = 16_384;
const AUTHENTICATOR_DATA_MAX = 4096;
const SIGNATURE_MAX = 1024;

const base64url = (max: number) => z.string().min(1).max(max).regex(/^[\w-]+$/, { error: "This is not base64url." });

const transport = z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);

/** Browsers will know more ways than we do; what we do not know is of no use to us. */
const transports = z
  .array(z.string().max(40))
  .max(20)
  .transform((names) => names.filter((name): name is z.output<typeof transport> => transport.safeParse(name).success));

const credentialFields = {
  id: base64url(ID_MAX),
  rawId: base64url(ID_MAX),
  type: z.literal("public-key"),
};

/** `credential.toJSON()` of a registration; fields beside these are dropped. */
export const attestationField = z
  .object({
    ...credentialFields,
    response: z.object({
      clientDataJSON: base64url(CLIENT_DATA_MAX),
      attestationObject: base64url(ATTESTATION_MAX),
      transports: transports.optional(),
    }),
  })
  .meta({ description: "What `navigator.credentials.create()` gave, as JSON" });

/** `credential.toJSON()` of a sign-in. */
export const assertionField = z
  .object({
    ...credentialFields,
    response: z.object({
      clientDataJSON: base64url(CLIENT_DATA_MAX),
      authenticatorData: base64url(AUTHENTICATOR_DATA_MAX),
      signature: base64url(SIGNATURE_MAX),
      // Some keys answer an empty one where they keep none.
      userHandle: z.union([base64url(128), z.literal("").transform(() => null)]).nullish(),
    }),
  })
  .meta({ description: "What `navigator.credentials.get()` gave, as JSON" });

export type Attestation = z.output<typeof attestationField>;
export type Assertion = z.output<typeof assertionField>;

/** Beside what a browser gave. */
export const challengeTokenField = base64url(64)
  .optional()
  .meta({ description: "That of the options which this answers: shows who asked, for clients whose cookies are blocked or that keep none. Where it is sent, the cookie `device_id` is not looked at" });

export interface AnsweredAssertion {
  assertion: Assertion;
  challenge_token?: string | undefined;
}

const nameField = z.string().trim().min(1).max(60);

/** An empty name counts as none. */
export const registerInput = z.strictObject({
  attestation: attestationField,
  challenge_token: challengeTokenField,
  name: z.union([nameField, z.literal("").transform(() => undefined)]).optional(),
});

export const renameInput = z.strictObject({ name: nameField });

export const signInInput = z.strictObject({ assertion: assertionField, challenge_token: challengeTokenField, remember_me: checkboxField.optional() });

export const passkeyParams = z.object({ id: z.uuid() });

export const wirePasskey = z.object({
  id: z.uuid(),
  name: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  is_synced: z.boolean().meta({ description: "Its keeper copies it to the owner's other devices" }),
  is_backed_up: z.boolean().meta({ description: "Such a copy existed when it was last used" }),
  transports: z.array(z.string()),
});

export type WirePasskey = z.output<typeof wirePasskey>;

const descriptor = z.object({ id: z.string(), type: z.literal("public-key"), transports: z.array(transport).optional() });
const userVerification = z.enum(["required", "preferred", "discouraged"]);

/** For `PublicKeyCredential.parseCreationOptionsFromJSON()`. */
export const creationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ alg: z.number().int(), type: z.literal("public-key") })),
  timeout: z.number().int().meta({ description: "Milliseconds" }),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({ residentKey: z.literal("required"), requireResidentKey: z.literal(true), userVerification }),
  attestation: z.literal("none"),
});

/** For `PublicKeyCredential.parseRequestOptionsFromJSON()`. Names no passkey: the browser offers those it has. */
export const requestOptions = z.object({
  rpId: z.string(),
  challenge: z.string(),
  timeout: z.number().int().meta({ description: "Milliseconds" }),
  userVerification,
});

/** Beside the options, not among them: what an authenticator signs is seen by more than who asked. */
const challengeToken = z.string().meta({ description: "To be sent back beside the answer by clients without cookies. Good once, for five minutes, for these options alone" });

export const creationAnswer = z.object({ options: creationOptions, challenge_token: challengeToken });
export const requestAnswer = z.object({ options: requestOptions, challenge_token: challengeToken });

export type CreationOptions = z.output<typeof creationOptions>;
export type RequestOptions = z.output<typeof requestOptions>;
