/** Whoever has the account hears of a way in that it has gained or lost. */
import { now } from "@/lib/clock";
import type { Tx } from "@/lib/db";
import { queueMail } from "@/lib/email/queue-mail";
import { enqueue } from "@/lib/outbox/outbox";
import { findProvider } from "@/lib/providers";
import { deviceOf } from "@/lib/session/device";
import type { RequestContext } from "@/lib/session/request-context";

/** In the transaction of the change. @param provider - by its name on the wire; one that is configured no more is told by it */
export async function tellOwner(tx: Tx, ctx: RequestContext, template: "connection-added" | "connection-removed", { userId, provider }: { userId: string; provider: string }): Promise<void> {
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const props = { at: now(), name: findProvider(provider)?.label ?? provider, device: deviceOf(ctx.userAgent).name };
  await enqueue(tx, queueMail(template, email, props));
}
