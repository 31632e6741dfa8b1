import { type AboutRefusal, AppError, defineError } from "@/lib/errors";
import type { TokenTrouble } from "@/lib/session/token-trouble";

/** `details.reason` says what is wrong with the link or the code. */
export const INVALID_TOKEN = defineError("INVALID_TOKEN", 400, "This link does not work. Ask for a new one.");

/** `code`: wrong, expired, used or tried too often; which of them is not told, because codes can be guessed at. */
export type LinkTrouble = TokenTrouble | "code";

export const TROUBLES: Record<LinkTrouble, string> = {
  malformed: "This link is not whole. Copy all of it from the mail, or ask for a new one.",
  unknown: "This link does not work. If you asked more than once, use the newest mail; else ask for a new link.",
  foreign: "This link is for something else. Open it from its own mail, or ask for a new link.",
  used: "This link has been used. Each one works once: ask for a new one if you need it.",
  expired: "This link has expired. Ask for a new one.",
  busy: "This link is being used at this moment, maybe in another tab. Look there first, or try again in half a minute.",
  code: "This address and code do not go together, or the code no longer works. Check both, or ask for a new mail.",
};

/** @param about - for the trail's row, where a mutation throws it: `execute` writes that */
export const invalidToken = (reason: LinkTrouble, about: AboutRefusal = {}) =>
  new AppError(INVALID_TOKEN, { message: TROUBLES[reason], details: { reason }, reason, about: { ...about, metadata: { ...about.metadata, reason } } });
