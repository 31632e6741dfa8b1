/**
 * What an account owes before it may go on. While something is due, nothing is done in its name but what leads out of it and
 * what every client has to know meanwhile. An operation or a page says in `whileDue` what it is open to.
 */
import { now } from "@/lib/clock";
import { env } from "@/lib/env";
import { ACCOUNT_DELETION_PENDING, EMAIL_NOT_VERIFIED, type ErrorExtra, type ErrorSpec, MFA_SETUP_REQUIRED, PASSWORD_CHANGE_REQUIRED } from "@/lib/errors";
import { isSecondFactorRequired } from "./mfa-policy";
import type { Viewer } from "./principal";

/** In the order in which they are asked for. */
const DUES = ["kept_account", "new_password", "verified_address", "second_factor"] as const;

export type Due = (typeof DUES)[number];

/** What may be due where something is open all the same. */
export type WhileDue = "anything" | readonly Due[];

interface DueRule {
  isDue: (viewer: Viewer) => boolean;
  error: ErrorSpec;
  extra?: (viewer: Viewer) => ErrorExtra;
  /** Where people do it. */
  page: string;
}

const rules: Record<Due, DueRule> = {
  /** Its owner has asked for its end. They come in to take that back, and for nothing else. */
  kept_account: {
    isDue: ({ deletionDueAt }) => deletionDueAt !== null,
    error: ACCOUNT_DELETION_PENDING,
    extra: ({ deletionDueAt }) => ({ details: { deletion_due_at: deletionDueAt?.toISOString() } }),
    page: "/restore",
  },
  /** Somebody else chose the one there is. */
  new_password: { isDue: ({ mustChangePassword }) => mustChangePassword, error: PASSWORD_CHANGE_REQUIRED, page: "/account/security?due=1" },
  /** The session is from before the gate was shut, or from before the address changed. */
  verified_address: {
    isDue: ({ isEmailVerified }) => env.requireEmailVerification && !isEmailVerified,
    error: EMAIL_NOT_VERIFIED,
    extra: () => ({ details: { is_verified: false } }),
    page: "/verify-email",
  },
  /** Who came in by two factors, such as a passkey, has them. */
  second_factor: {
    isDue: ({ mfaEnabled, mfaDueAt, amr, roles }) => !mfaEnabled && !amr.includes("mfa") && mfaDueAt !== null && mfaDueAt <= now() && isSecondFactorRequired(roles),
    error: MFA_SETUP_REQUIRED,
    page: "/account/security?due=second_factor",
  },
};

/** What keeps somebody from going on: how it is refused, and where people do it. */
type FoundDue = Pick<DueRule, "error" | "page"> & { extra?: ErrorExtra };

/** The first thing that keeps somebody from what is open to `whileDue`; null: nothing does. */
export function dueOf(viewer: Viewer, whileDue: WhileDue = []): FoundDue | null {
  const due = closedBy(whileDue).find((name) => rules[name].isDue(viewer));
  if (!due) return null;
  const { error, page, extra } = rules[due];
  return { error, page, extra: extra?.(viewer) };
}

const closedBy = (whileDue: WhileDue): Due[] => (whileDue === "anything" ? [] : DUES.filter((due) => !whileDue.includes(due)));

/** What may be refused with, where something is open to `whileDue`. */
export const dueErrors = (whileDue: WhileDue = []): ErrorSpec[] => closedBy(whileDue).map((due) => rules[due].error);
