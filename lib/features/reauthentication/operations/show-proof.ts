import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { proofMethodsOf } from "@/lib/session/proof-methods";
import { maxProofAgeSeconds } from "@/lib/session/step-up";
import { proofFields, proofMethod } from "../schema";

export const showProof = defineOperation({
  name: "auth.show-proof",
  kind: "query",
  http: { method: "GET", path: "/api/auth/reauthenticate" },
  summary: "Show since when one's session is proven, and by what one's account can prove it again",
  access: signedIn(),
  whileDue: "anything",
  limit: limits.read,
  output: z.object({ methods: z.array(proofMethod), is_recent: z.boolean(), ...proofFields }),
  audit: false,

  async run({ viewer }) {
    const maxAge = maxProofAgeSeconds();
    return {
      methods: await proofMethodsOf(viewer.userId),
      is_recent: viewer.authAgeSeconds < maxAge,
      authenticated_at: viewer.authTime.toISOString(),
      max_age_seconds: maxAge,
    };
  },
});
