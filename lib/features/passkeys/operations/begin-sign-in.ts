import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { CHALLENGE_SECONDS, issueChallenge } from "../challenge";
import { assertPasskeysOffered, relyingPartyId } from "../relying-party";
import { requestAnswer } from "../schema";

/** Also where somebody signed in proves again who is there. Names no account and no passkey, so it tells nothing about either. */
export const beginPasskeySignIn = defineOperation({
  name: "passkey.begin-sign-in",
  // The challenge that it keeps for five minutes is nothing that anybody would look up.
  kind: "query",
  http: { method: "POST", path: "/api/auth/passkeys/sign-in/options" },
  summary: "Ask for what a browser needs to sign in with a passkey",
  access: anyone(),
  limit: limits.passkeyOptions,
  input: z.strictObject({}),
  output: requestAnswer,
  audit: false,

  async run({ ctx }) {
    assertPasskeysOffered();
    const { challenge, challengeToken } = await issueChallenge(ctx, "authentication");
    const options = { rpId: relyingPartyId(), challenge, timeout: CHALLENGE_SECONDS * 1000, userVerification: "preferred" as const };
    return { options, challenge_token: challengeToken };
  },
});
