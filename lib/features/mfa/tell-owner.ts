/** What the owner of an account is mailed about their second factor. */
import { now } from "@/lib/clock";
import { queueMail } from "@/lib/email/queue-mail";
import { deviceOf } from "@/lib/session/device";
import type { RequestContext } from "@/lib/session/request-context";

const whence = (ctx: RequestContext) => ({ at: now(), device: deviceOf(ctx.userAgent).name });

export const changedMail = (ctx: RequestContext, email: string, change: "app" | "email" | "off" | "reset") =>
  queueMail("second-factor-changed", email, { change, ...whence(ctx) });

/** @param left - codes that are left now */
export const recoveryCodeMail = (ctx: RequestContext, email: string, left: number) => queueMail("recovery-code-used", email, { left, ...whence(ctx) });
