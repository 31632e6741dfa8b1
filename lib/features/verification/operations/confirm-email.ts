import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import type { AuditInput } from "@/lib/audit/audit-event";
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { INVALID_TOKEN } from "@/lib/features/mailed-link/errors";
import { tokenField } from "@/lib/features/mailed-link/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { viewerOf } from "@/lib/session/viewer";
import { confirmAddress, type Confirmed, type ProvedAddress, proveAddress } from "../confirm-address";
import { INVALID_PASSWORD } from "../errors";
import { addressOwner, confirmationFields, confirmInput } from "../schema";

const output = z.object({
  ...messageFields,
  user: addressOwner,
  password_required: z.boolean().meta({ description: "The account has no password: choose one by a mail, as for one that was lost" }),
});

const errors = { INVALID_TOKEN, INVALID_PASSWORD, RATE_LIMIT_EXCEEDED };

/** Filled in by `run`, for the audit row. */
interface Trace {
  event: Partial<AuditInput>;
}

const audit = { actions: ["user.email_verification"], describe: ({ resource }: { resource: Trace }) => resource.event };
const trace = async (): Promise<Trace> => ({ event: {} });

const eventOf = ({ owner, wasVerified, claimed }: Confirmed, { standing, sessionId }: ProvedAddress): Partial<AuditInput> => ({
  actorId: owner.id,
  targetUserId: owner.id,
  organizationId: owner.organizationId,
  sessionId,
  metadata: { by: standing, ...(wasVerified ? { was_verified: true } : {}), ...(claimed ? { sessions_revoked: claimed.sessionsEnded, removed: claimed.removed } : {}) },
});

const sentenceOf = ({ wasVerified, passwordRequired }: Confirmed): string => {
  if (wasVerified) return "This address was confirmed already.";
  return passwordRequired ? "Your address is confirmed. The account has no password yet: choose one to sign in." : "Your address is confirmed.";
};

const answerOf = (confirmed: Confirmed) => ({
  ...say(sentenceOf(confirmed)),
  user: { id: confirmed.owner.id, email: confirmed.owner.email, is_verified: true },
  password_required: confirmed.passwordRequired,
});

export const confirmEmail = defineOperation({
  name: "verification.confirm",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/confirm" },
  summary: "Confirm an address by the token of a mail's link, or by its code",
  access: anyone(),
  limit: limits.mailedLink,
  input: confirmInput,
  output,
  errors,
  scope: trace,
  audit,
  prepare: async ({ ctx, input: { new_password: newPassword, ...proof }, seal }) => proveAddress(ctx, await viewerOf(ctx), { ...proof, newPassword }, seal),
  async run({ tx, resource, prepared }) {
    const confirmed = await confirmAddress(tx, prepared);
    resource.event = eventOf(confirmed, prepared);
    return answerOf(confirmed);
  },
});

/** The path of old clients' links, by the method that may change something. */
export const confirmEmailByLink = defineOperation({
  name: "verification.confirm-by-link",
  kind: "mutation",
  http: { method: "POST", path: "/api/auth/confirm/{token}" },
  summary: "Confirm an address by the link of a mail",
  access: anyone(),
  limit: limits.mailedLink,
  params: z.object({ token: tokenField }),
  input: z.strictObject(confirmationFields),
  output,
  errors,
  scope: trace,
  audit,
  prepare: async ({ ctx, params: { token }, input: { password, new_password: newPassword }, seal }) => proveAddress(ctx, await viewerOf(ctx), { token, password, newPassword }, seal),
  async run({ tx, resource, prepared }) {
    const confirmed = await confirmAddress(tx, prepared);
    resource.event = eventOf(confirmed, prepared);
    return answerOf(confirmed);
  },
});
