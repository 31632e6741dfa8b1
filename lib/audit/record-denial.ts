import { FORBIDDEN } from "@/lib/errors";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/principal";
import { type AuditOrigin, sealEvent } from "./audit-event";
import { recordEvent } from "./record-event";

/** Who and from where, for audit rows. */
export const originOf = (ctx: RequestContext, viewer: Viewer | null): AuditOrigin => ({
  actorId: viewer?.userId ?? null,
  impersonatorId: viewer?.impersonatorId ?? null,
  organizationId: viewer?.organizationId ?? null,
  sessionId: viewer?.sessionId ?? null,
  requestId: ctx.requestId,
  ipAddress: ctx.ipAddress,
  userAgent: ctx.userAgent,
});

/** The audit row of a refusal. It stands alone: there is no change that it could commit with. */
export async function recordDenial(ctx: RequestContext, viewer: Viewer, metadata: Record<string, unknown>): Promise<void> {
  const event = { action: "access.denied", success: false, errorCode: FORBIDDEN.code, metadata: { path: ctx.path, method: ctx.method, ...metadata } };
  await recordEvent(sealEvent(event, originOf(ctx, viewer)));
}
