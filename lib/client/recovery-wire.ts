/** What the calls by mailed links send and get: lost passwords, addresses, signing in by mail. Types alone. */
import type { z } from "zod";
import type { magicLinkState, requestOutput } from "@/lib/features/magic-link/schema";
import type { linkState } from "@/lib/features/mailed-link/schema";
import type { reportedSignIn, resetInput, resetOutput } from "@/lib/features/recovery/schema";
import type { addressOwner, confirmChangeInput, confirmInput } from "@/lib/features/verification/schema";
import type { AuthUser, Message } from "./auth-wire";

/** What a link is worth. */
export type LinkState = z.output<typeof linkState>;
/** By the `token` of the link, or by `email` and `code` of the mail. */
export type ResetInput = z.input<typeof resetInput>;
export type ResetAnswer = z.output<typeof resetOutput>;
export type ReportedSignIn = z.output<typeof reportedSignIn>;

/** How many sessions ended by it, and whether a mail to choose a new password is on its way. */
export type EndedAnswer = Message & { sessions_revoked: number; mail_sent: boolean };

/** By the `token` of the link, or by its `code`, with `email` unless one is signed in. */
export type ConfirmInput = z.input<typeof confirmInput>;
export type AddressOwner = z.output<typeof addressOwner>;

export type ConfirmationAnswer = Message & {
  user: AddressOwner;
  /** What confirms the address; null: it is confirmed already. */
  confirm: { method: "POST"; path: string } | null;
};

export type ConfirmedAnswer = Message & {
  user: AddressOwner;
  /** The account has no password: have one chosen by a mail, as one that was lost. */
  password_required: boolean;
};

export interface PendingChangeAnswer {
  pending: { new_email: string; expires_at: string } | null;
  /** Of the `token` that was asked about, if any. */
  link: LinkState | null;
}

export type ConfirmChangeInput = z.input<typeof confirmChangeInput>;
export type ChangedEmailAnswer = Message & { user: AuthUser };

export type MagicLinkRequested = z.output<typeof requestOutput>;
export type MagicLinkState = z.output<typeof magicLinkState>;
/** The `token` of the link, or the address and the code. */
export type MagicLinkProof = { token: string } | { email: string; code: string };
