import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { now } from "@/lib/clock";
import { queueMail } from "@/lib/email/queue-mail";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { limits } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { redeemChallenge } from "../challenge";
import { ATTESTATION_REFUSED, CHALLENGE_EXPIRED, PASSKEY_TAKEN, TOO_MANY_PASSKEYS } from "../errors";
import { keeperName } from "../keeper-name";
import { assertPasskeysOffered } from "../relying-party";
import { addPasskey, toWirePasskey } from "../repo";
import { registerInput, wirePasskey } from "../schema";
import { verifyAttestation } from "../verify-attestation";

export const registerPasskey = defineOperation({
  name: "passkey.register",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/passkeys" },
  summary: "Add the passkey that a browser has made to one's account",
  access: signedIn(),
  limit: limits.ownWrite,
  stepUp: true,
  input: registerInput,
  output: z.object({ ...messageFields, passkey: wirePasskey }),
  status: 201,
  errors: { CHALLENGE_EXPIRED, ATTESTATION_REFUSED, PASSKEY_TAKEN, TOO_MANY_PASSKEYS },
  audit: {
    actions: ["passkey.added"],
    describe: ({ output: { passkey }, viewer }) => ({
      targetUserId: viewer?.userId,
      resource: { type: "passkey", id: passkey.id },
      metadata: { name: passkey.name, is_synced: passkey.is_synced },
    }),
  },

  async prepare({ ctx, viewer, input: { attestation, challenge_token: challengeToken }, seal, fail }) {
    assertPasskeysOffered();
    const challenge = await redeemChallenge(ctx, "registration", { clientDataJSON: attestation.response.clientDataJSON, challengeToken }, viewer.userId);
    const passkey = challenge === null ? null : await verifyAttestation(attestation, challenge, ctx.requestId);
    if (passkey) return passkey;
    const error = challenge === null ? CHALLENGE_EXPIRED : ATTESTATION_REFUSED;
    await recordEvent(seal({ action: "passkey.added", success: false, errorCode: error.code, targetUserId: viewer.userId }));
    return fail(error);
  },

  async run({ ctx, viewer, input, prepared, tx, fail }) {
    const name = input.name ?? keeperName(prepared.aaguid, ctx.userAgent);
    const added = await addPasskey(tx, viewer.userId, name, prepared);
    if (added === null) return fail(PASSKEY_TAKEN);
    if (added === "full") return fail(TOO_MANY_PASSKEYS);
    await enqueue(tx, queueMail("passkey-added", viewer.email, { at: now(), name, device: deviceOf(ctx.userAgent).name }));
    return { ...say("The passkey was added. You can sign in with it from now on."), passkey: toWirePasskey(added) };
  },
});
