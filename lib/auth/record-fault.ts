import { sealEvent } from "@/lib/audit/audit-event";
import { originOf } from "@/lib/audit/record-denial";
import { recordEvent } from "@/lib/audit/record-event";
import type { ErrorSpec } from "@/lib/errors";
import type { ConfiguredProvider } from "@/lib/providers";
import { countByAddress } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import type { RequestContext } from "@/lib/session/request-context";

/** A sign-in that failed on the way to a provider or back, before it is known who somebody is. @throws AppError 429, before a stranger fills the trail */
export async function recordFault(ctx: RequestContext, { name }: ConfiguredProvider, { code }: ErrorSpec): Promise<void> {
  await countByAddress(ctx, rules.providerFault);
  await recordEvent(sealEvent({ action: "user.login_failed", success: false, errorCode: code, actorId: null, metadata: { provider: name } }, originOf(ctx, null)));
}
