import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import type { AuditInput } from "@/lib/audit/audit-event";
import { messageFields, say } from "@/lib/features/auth/schema";
import { INVALID_TOKEN, invalidToken } from "@/lib/features/mailed-link/errors";
import { refuseLink } from "@/lib/features/mailed-link/refuse-link";
import { NO_RESET_MAIL, sendResetLink } from "@/lib/features/recovery/reset-link";
import { resetMailSent } from "@/lib/features/recovery/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { claimToken, consumeToken } from "@/lib/session/one-time-token";
import { EMAIL_TAKEN } from "../errors";
import { writeAddress } from "../move-address";
import { lockOwner } from "../repo";
import { undoChangeInput } from "../schema";
import { dropSince } from "../drop-since";

const PURPOSE = "email_change_undo";

/** Filled in by `run`, for the audit row. */
interface Trace {
  event: Partial<AuditInput>;
}

/**
 * By the owner of the address that the account had: whoever changed it may know the password and sit in a session, so both
 * end, and what was attached since goes. The owner then chooses a password by a mail to the restored address.
 */
export const undoEmailChange = defineOperation({
  name: "verification.undo-change",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/undo-email-change" },
  summary: "Take back a change of address by the link in the mail to the old one; ends every session and has a new password chosen",
  access: anyone(),
  limit: limits.mailedLink,
  input: undoChangeInput,
  output: z.object({ ...messageFields, sessions_revoked: z.number().int(), mail_sent: resetMailSent }),
  errors: { INVALID_TOKEN, EMAIL_TAKEN },
  scope: async (): Promise<Trace> => ({ event: {} }),
  audit: { actions: ["user.email_change_undone"], describe: ({ resource }) => resource.event },

  async prepare({ input: { token }, seal }) {
    const found = await claimToken(PURPOSE, token);
    if (found?.userId) return { ...found, userId: found.userId };
    return refuseLink(seal, { purpose: PURPOSE, token, event: { action: "user.email_change_undone", actorId: null } });
  },

  async run({ tx, resource, prepared: { id, userId, address } }) {
    const about = { targetUserId: userId };
    const owner = await lockOwner(tx, userId);
    if (!(await consumeToken(tx, id))) throw invalidToken("used", about);
    if (!owner) throw invalidToken("unknown", about);
    await writeAddress(tx, userId, address);
    const ended = await dropSince(tx, userId, id);
    const isMailed = await sendResetLink(tx, { id: userId, email: address, reason: "undone" });
    resource.event = { actorId: userId, targetUserId: userId, organizationId: owner.organizationId, identifier: owner.email, metadata: { sessions_revoked: ended } };
    const next = isMailed ? "A mail with a link to choose a new password is on its way to it." : NO_RESET_MAIL;
    return { ...say(`Your account has this address again, and everybody was signed out. ${next}`), sessions_revoked: ended, mail_sent: isMailed };
  },
});
