import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { recordIn } from "@/lib/audit/record-event";
import { messageFields, say } from "@/lib/features/auth/schema";
import { INVALID_TOKEN, invalidToken } from "@/lib/features/mailed-link/errors";
import { refuseLink } from "@/lib/features/mailed-link/refuse-link";
import { tokenField } from "@/lib/features/mailed-link/schema";
import { defineOperation, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endSessions } from "@/lib/session/end-sessions";
import { claimToken, consumeToken } from "@/lib/session/one-time-token";
import { findOwner, forgetDevice } from "../repo";
import { NO_RESET_MAIL, sendResetLink } from "../reset-link";
import { resetMailSent } from "../schema";
import { signInReport } from "../sign-in-report";

const PURPOSE = "sign_in_report";

export const reportSignIn = defineOperation({
  name: "auth.report-sign-in",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/not-me" },
  summary: "Say that a sign-in was not one's own, with the link of the mail about it: its session ends, and a mail to choose a new password is sent",
  access: anyone(),
  limit: limits.mailedLink,
  input: z.strictObject({ token: tokenField }),
  output: z.object({ ...messageFields, sessions_revoked: z.number().int(), mail_sent: resetMailSent }),
  errors: { INVALID_TOKEN },
  audit: writesAudit("user.sign_in_reported", "user.password_reset_request"),

  async prepare({ input: { token }, seal }) {
    const found = await claimToken(PURPOSE, token);
    if (!found?.userId) return refuseLink(seal, { purpose: PURPOSE, token, event: { action: "user.sign_in_reported", actorId: null } });
    return { tokenId: found.id, userId: found.userId, report: signInReport.parse(found.payload), owner: await findOwner(found.userId) };
  },

  /** Whoever reads the mailbox may end a session; the new password needs the next mail, so this link alone takes no account over. */
  async run({ tx, seal, prepared: { tokenId, userId, report, owner } }) {
    if (!(await consumeToken(tx, tokenId))) throw invalidToken("used", { targetUserId: userId });
    const ended = await endSessions(tx, { userId, onlySessionId: report.session_id, reason: "not_me" });
    if (report.device_hash) await forgetDevice(tx, userId, Buffer.from(report.device_hash, "hex"));
    const of = { actorId: userId, targetUserId: userId, organizationId: owner?.organizationId ?? null };
    const reported = seal({ ...of, action: "user.sign_in_reported", resource: { type: "session", id: report.session_id }, metadata: { sessions_revoked: ended } });
    const isMailed = owner !== null && (await sendResetLink(tx, { ...owner, reason: "not_me" }));
    const rows = isMailed ? [reported, seal({ ...of, action: "user.password_reset_request", identifier: owner.email, metadata: { reason: "not_me" } })] : [reported];
    await recordIn(tx, ...rows);
    const next = isMailed ? "We have sent you a mail with which you choose a new password." : NO_RESET_MAIL;
    return { ...say(`That session was ended. ${next}`), sessions_revoked: ended, mail_sent: isMailed };
  },
});
