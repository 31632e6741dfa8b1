import { generateRegistrationOptions } from "@simplewebauthn/server";
import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { CHALLENGE_SECONDS, issueChallenge } from "../challenge";
import { TOO_MANY_PASSKEYS } from "../errors";
import { assertPasskeysOffered, RELYING_PARTY_NAME, relyingPartyId } from "../relying-party";
import { listPasskeysOf, PASSKEYS_MAX } from "../repo";
import { creationAnswer, creationOptions } from "../schema";
import { ALGORITHMS } from "../verify-attestation";
import { handleOf } from "../verify-assertion";

export const beginRegistration = defineOperation({
  name: "passkey.begin-registration",
  // The challenge that it keeps for five minutes is nothing that anybody would look up.
  kind: "query",
  http: { method: "POST", path: "/api/auth/passkeys/options" },
  summary: "Ask for what a browser needs to make a passkey for one's account",
  access: signedIn(),
  limit: limits.ownWrite,
  stepUp: true,
  input: z.strictObject({}),
  output: creationAnswer,
  errors: { TOO_MANY_PASSKEYS },
  audit: false,

  async run({ ctx, viewer, fail }) {
    assertPasskeysOffered();
    const passkeys = await listPasskeysOf(viewer.userId);
    if (passkeys.length >= PASSKEYS_MAX) return fail(TOO_MANY_PASSKEYS);
    const { challenge, challengeToken } = await issueChallenge(ctx, "registration", viewer.userId);
    const options = await generateRegistrationOptions({
      rpName: RELYING_PARTY_NAME,
      rpID: relyingPartyId(),
      userID: new Uint8Array(handleOf(viewer.userId)),
      userName: viewer.email,
      userDisplayName: [viewer.firstName, viewer.lastName].filter(Boolean).join(" ") || viewer.username,
      challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
      timeout: CHALLENGE_SECONDS * 1000,
      attestationType: "none",
      excludeCredentials: passkeys.map(({ credentialId, transports }) => ({ id: credentialId.toString("base64url"), transports: transports as [] })),
      authenticatorSelection: { residentKey: "required", userVerification: "preferred" },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return { options: creationOptions.parse(options), challenge_token: challengeToken };
  },
});
