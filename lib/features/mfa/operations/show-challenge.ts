import { anyone } from "@/lib/access/policy";
import { env } from "@/lib/env";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { MFA_TOKEN_INVALID } from "../errors";
import { methodsOf } from "../methods";
import { findChallenge } from "../repo";
import { challengeOutput } from "../schema";

/** `a…@example.com`: enough to know which mailbox to look into. */
const shortened = (email: string): string => email.replace(/^(.)[^@]*/, "$1…");

export const showChallenge = defineOperation({
  name: "mfa.show-challenge",
  kind: "query",
  http: { method: "GET", path: "/api/auth/mfa/challenge" },
  summary: "Show by what the sign-in can be finished that this browser has begun by a form",
  access: anyone(),
  limit: limits.session,
  output: challengeOutput,
  errors: { MFA_TOKEN_INVALID },
  audit: false,

  async run({ ctx, fail }) {
    const token = ctx.credentials.mfaCookie;
    const found = (token === null ? null : await findChallenge(token)) ?? fail(MFA_TOKEN_INVALID);
    return { methods: methodsOf(found, found.amr), expires_in: found.secondsLeft, address: shortened(found.email), trusted_device_days: env.trustedDeviceDays };
  },
});
