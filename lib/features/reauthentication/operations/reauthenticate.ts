import { signedIn } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { AppError, UNAUTHORIZED } from "@/lib/errors";
import { aboutCode, CLOCK_SENTENCES, clockTrouble } from "@/lib/features/mfa/clock-trouble";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { renewAccess } from "@/lib/session/active-organization";
import { maxProofAgeSeconds } from "@/lib/session/step-up";
import { PROOF_REFUSED } from "../errors";
import { judgeProof } from "../judge-proof";
import { renewProof } from "../repo";
import { proofInput, renewedProof } from "../schema";

/** Under which name the sentence of a refusal stands, for forms. */
const FIELD = { password: "password", totp: "code", email: "code", passkey: "assertion" } as const;

const SENTENCE = {
  password: "This is not your password.",
  totp: "This code is not right, or was used already. Enter the one that the app shows now.",
  email: "This code is not right, or no longer good. Ask for a new one.",
  passkey: "The passkey was not accepted. Try again, or choose another way.",
} as const;

/** The session goes on; nothing of it changes but since when its owner is known to be there. */
export const reauthenticate = defineOperation({
  name: "auth.reauthenticate",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/reauthenticate" },
  summary: "Prove again who is there, for what needs a recent proof (REAUTH_REQUIRED)",
  access: signedIn(),
  whileDue: "anything",
  limit: limits.ownWrite,
  input: proofInput,
  output: renewedProof,
  errors: { PROOF_REFUSED },
  audit: {
    actions: ["user.reauthenticated", "passkey.clone_suspected"],
    describe: ({ output: { method }, viewer }) => ({ targetUserId: viewer?.userId, metadata: { method } }),
  },

  async prepare({ ctx, viewer, input, seal, fail }) {
    const { method, isRight, spend } = await judgeProof({ ctx, viewer, seal }, input);
    if (isRight) return { method, spend };
    const clock = method === "totp" ? await clockTrouble(viewer.userId, input.code ?? "") : null;
    const sentence = clock ? CLOCK_SENTENCES[clock] : SENTENCE[method];
    await recordEvent(seal({ action: "user.reauthenticated", success: false, errorCode: PROOF_REFUSED.code, targetUserId: viewer.userId, metadata: { method, ...aboutCode(clock) } }));
    return fail(PROOF_REFUSED, { message: sentence, details: { fields: { [FIELD[method]]: [sentence] } } });
  },

  async run({ ctx, viewer, prepared: { method, spend }, tx, fail }) {
    if (spend && !(await spend(tx))) return fail(PROOF_REFUSED);
    const provenAt = await renewProof(tx, viewer.sessionId);
    if (!provenAt) throw new AppError(UNAUTHORIZED);
    await renewAccess(ctx, tx, viewer);
    return { message: "Thank you: you can go on.", method, authenticated_at: provenAt.toISOString(), max_age_seconds: maxProofAgeSeconds() };
  },
});
