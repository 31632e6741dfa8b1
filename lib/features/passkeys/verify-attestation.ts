import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject } from "@simplewebauthn/server/helpers";
import { log } from "@/lib/log";
import { relyingPartyId, relyingPartyOrigin } from "./relying-party";
import type { NewPasskey } from "./repo";
import type { Attestation } from "./schema";

/** Ed25519, ES256, RS256, in the order in which we like them (IANA COSE algorithms). */
export const ALGORITHMS = [-8, -7, -257];

/**
 * We ask for no attestation, and browsers then send none, or one by the new key itself. Certificates are not read: whose they
 * are is of no interest here, and checking them would fetch addresses that the caller chose.
 */
function isUnattested(attestationObject: string): boolean {
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, "base64url")));
  const format = decoded.get("fmt");
  return format === "none" || (format === "packed" && decoded.get("attStmt").get("x5c") === undefined);
}

/** The passkey that a device made, if what it answered is whole, ours and signed over this challenge; else null. */
export async function verifyAttestation({ id, rawId, type, response }: Attestation, challenge: string, requestId: string): Promise<NewPasskey | null> {
  try {
    if (!isUnattested(response.attestationObject)) return null;
    const verified = await verifyRegistrationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: relyingPartyOrigin(),
      expectedRPID: relyingPartyId(),
      // Whether somebody was verified counts at each sign-in, by itself.
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified.verified) return null;
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
    if (credential.id !== id) return null;
    return {
      credentialId: Buffer.from(credential.id, "base64url"),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      aaguid,
      transports: credential.transports ?? [],
      backupEligible: credentialDeviceType === "multiDevice",
      backedUp: credentialBackedUp,
    };
  } catch (error) {
    // The library throws at whatever does not fit; a wrong APP_URL shows itself here.
    log.warn("passkey.attestation_refused", { requestId, reason: error instanceof Error ? error.message : String(error) });
    return null;
  }
}
