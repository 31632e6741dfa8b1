import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { queueMail } from "@/lib/email/queue-mail";
import { defineOperation } from "@/lib/operation";
import { enqueue } from "@/lib/outbox/outbox";
import { limits } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { issueToken, newToken } from "@/lib/session/one-time-token";
import { proofMethodsOf } from "@/lib/session/proof-methods";
import { PROOF_NOT_OFFERED } from "../errors";

/** Long enough for a slow mail server. */
const CODE_SECONDS = 600;

/** The weakest proof: whoever reads the mail has it. So it is for those alone who have no other. */
export const sendProofCode = defineOperation({
  name: "auth.send-proof-code",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/reauthenticate/code" },
  summary: "Mail a code that proves who is there, to an account without password, app or passkey",
  access: signedIn(),
  whileDue: "anything",
  limit: limits.ownMail,
  input: z.strictObject({}),
  output: z.object({ message: z.string(), expires_in: z.number().int().meta({ description: "Seconds" }) }),
  errors: { PROOF_NOT_OFFERED },
  audit: { actions: ["user.proof_code_sent"], describe: ({ viewer }) => ({ targetUserId: viewer?.userId }) },

  async run({ ctx, viewer, tx, fail }) {
    if (!(await proofMethodsOf(viewer.userId)).includes("email")) return fail(PROOF_NOT_OFFERED);
    const token = newToken({ purpose: "reauthentication", userId: viewer.userId, address: viewer.email.toLowerCase(), ttlSeconds: CODE_SECONDS, withCode: true });
    await issueToken(tx, token);
    await enqueue(tx, queueMail("proof-code", viewer.email, { code: token.code, device: deviceOf(ctx.userAgent).name }));
    return { message: "We sent a code to the address of your account.", expires_in: CODE_SECONDS };
  },
});
