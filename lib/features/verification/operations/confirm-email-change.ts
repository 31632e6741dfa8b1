import { z } from "zod";
import { signedIn } from "@/lib/access/policy";
import { AppError, NOT_FOUND, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { findWireUser, wholeUser } from "@/lib/features/account/user-wire";
import { messageFields, say } from "@/lib/features/auth/schema";
import { claimCountedCode } from "@/lib/features/mailed-link/claim-counted-code";
import { INVALID_TOKEN, invalidToken } from "@/lib/features/mailed-link/errors";
import { refuseLink } from "@/lib/features/mailed-link/refuse-link";
import { runAfter } from "@/lib/hooks/run-hooks";
import { defineOperation } from "@/lib/operation";
import { counterOf } from "@/lib/rate-limit/count";
import { limits, rules } from "@/lib/rate-limit/limits";
import { deviceOf } from "@/lib/session/device";
import { mailedCodeCounter } from "@/lib/session/mailed-code-counter";
import { claimToken, consumeToken, type FoundToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";
import { EMAIL_TAKEN } from "../errors";
import { findPendingChange } from "../find-pending-change";
import { moveAddress } from "../move-address";
import { lockOwner } from "../repo";
import { confirmChangeInput } from "../schema";

const PURPOSE = "email_change";

/** For the month also by the new address: whoever wants it may have several accounts. */
async function claimByCode(ctx: RequestContext, { userId }: Viewer, code: string): Promise<FoundToken | null> {
  const pending = await findPendingChange(userId);
  const counters = [counterOf(rules.verifyCode, userId), ...(pending ? [mailedCodeCounter(pending.newEmail, "change")] : [])];
  return claimCountedCode(ctx, { purpose: PURPOSE, address: pending?.newEmail ?? "", userId, code }, counters);
}

/** The link alone changes nothing: an address that was mistyped is a stranger's, who would have the account. */
export const confirmEmailChange = defineOperation({
  name: "verification.confirm-change",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/confirm-email-change" },
  summary: "Confirm one's new address by the token of the mail's link, or by its code",
  access: signedIn(),
  limit: limits.ownWrite,
  input: confirmChangeInput,
  output: z.object({ ...messageFields, user: wholeUser }),
  errors: { INVALID_TOKEN, EMAIL_TAKEN, RATE_LIMIT_EXCEEDED },
  audit: {
    actions: ["user.email_changed"],
    // Addresses stay out of the trail's own columns, which nobody can erase.
    describe: ({ viewer }) => ({ targetUserId: viewer?.userId, identifier: viewer?.email }),
  },
  whileDue: ["verified_address"],

  async prepare({ ctx, viewer, input: { token, code }, seal }) {
    const found = token ? await claimToken(PURPOSE, token) : await claimByCode(ctx, viewer, code ?? "");
    if (found?.userId === viewer.userId) return found;
    // A link of somebody else's stays good for them.
    const event = { action: "user.email_changed", ...(found ? {} : { targetUserId: viewer.userId }), metadata: { method: token ? "link" : "code" } };
    return refuseLink(seal, { purpose: PURPOSE, token, claimed: found, reason: "foreign", event });
  },

  async run({ ctx, viewer, prepared, tx, fail }) {
    const owner = (await lockOwner(tx, viewer.userId)) ?? fail(NOT_FOUND);
    if (!(await consumeToken(tx, prepared.id))) throw invalidToken("used");
    // Asked for while the account had another address than now.
    if (prepared.payload?.old_email !== owner.email.toLowerCase()) throw invalidToken("unknown");
    await moveAddress(tx, owner, prepared.address, deviceOf(ctx.userAgent).name);
    const user = await findWireUser(viewer.userId, { organizationId: viewer.organizationId, tx });
    if (!user) throw new AppError(NOT_FOUND);
    return { ...say("Your address was changed."), user };
  },

  after: ({ ctx, viewer, output: { user } }) => runAfter("afterUserUpdate", { user, actorId: viewer.userId }, ctx),
});
