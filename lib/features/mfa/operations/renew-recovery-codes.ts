import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { MFA_NOT_ENABLED } from "../errors";
import { newRecoveryCodes } from "../recovery-code";
import { findOwner, replaceRecoveryCodes } from "../repo";
import { recoveryCodesField } from "../schema";

export const renewRecoveryCodes = defineOperation({
  name: "mfa.renew-recovery-codes",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/mfa/recovery-codes" },
  summary: "Make ten new recovery codes; those there were stop working",
  access: signedIn(),
  limit: limits.ownWrite,
  input: z.strictObject({}),
  output: z.object({ message: z.string(), recovery_codes: recoveryCodesField }),
  errors: { MFA_NOT_ENABLED },
  audit: { actions: ["mfa.recovery_codes_regenerated"], describe: ({ viewer }) => ({ targetUserId: viewer?.userId }) },
  stepUp: true,

  async prepare({ viewer, fail }) {
    const owner = await findOwner(viewer.userId);
    return owner?.isEnabled ? newRecoveryCodes(viewer.userId) : fail(MFA_NOT_ENABLED);
  },

  async run({ viewer, prepared: { shown, digests }, tx }) {
    await replaceRecoveryCodes(tx, viewer.userId, digests);
    return { message: "Keep these codes where you find them without this device. Those you had before do not work any more.", recovery_codes: shown };
  },
});
