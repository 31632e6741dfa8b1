import { signedIn } from "@/lib/access/policy";
import { NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { isSecondFactorRequired } from "@/lib/session/mfa-policy";
import { FEW_CODES } from "../recovery-code";
import { findOwner, findPendingKind } from "../repo";
import { factorKind, mfaState } from "../schema";

export const showMfa = defineOperation({
  name: "mfa.show",
  kind: "query",
  http: { method: "GET", path: "/api/auth/mfa" },
  summary: "Show one's second factors, and how many recovery codes are left",
  access: signedIn(),
  limit: limits.read,
  output: mfaState,
  audit: false,
  whileDue: "anything",

  async run({ viewer, fail }) {
    const owner = (await findOwner(viewer.userId)) ?? fail(NOT_FOUND);
    const required = isSecondFactorRequired(viewer.roles);
    return {
      enabled: owner.isEnabled,
      methods: factorKind.options.filter((kind) => owner.kinds.includes(kind)),
      setup_pending: await findPendingKind(viewer.userId),
      recovery_codes_left: owner.isEnabled ? owner.codesLeft : 0,
      recovery_codes_low: owner.isEnabled && owner.codesLeft <= FEW_CODES,
      required,
      setup_due_at: required && !owner.isEnabled ? (viewer.mfaDueAt?.toISOString() ?? null) : null,
    };
  },
});
