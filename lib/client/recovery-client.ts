import { ApiGroup } from "./api-group";
import type { Message } from "./auth-wire";
import type { EndedAnswer, LinkState, ReportedSignIn, ResetAnswer, ResetInput } from "./recovery-wire";
import { at, type CallOptions } from "./send-request";

/** The way back in for somebody who lost their password, or whose account somebody else was in. */
export class RecoveryClient extends ApiGroup {
  /** The same answer for every address. `redirectUrl`: where the page behind the link leads on to in the end; a path, or an address on the server's list. */
  requestPasswordReset = (email: string, redirectUrl?: string, options?: CallOptions) =>
    this.call<Message>("POST", "/request-password-reset", { body: { email, redirect_url: redirectUrl }, ...options });

  /** Whether a link works. Uses nothing up. */
  showResetLink = (token: string, options?: CallOptions) => this.call<LinkState>("GET", at`/reset-password/${token}`, options);

  /** Ends all sessions, and signs nobody in. @throws AuthClientError `INVALID_TOKEN`, `VALIDATION_ERROR` with `fields` … */
  resetPassword = (input: ResetInput, options?: CallOptions) => this.call<ResetAnswer>("POST", "/reset-password", { body: input, ...options });

  /** Which sign-in the link of a mail is about. */
  showSignInReport = (token: string, options?: CallOptions) => this.call<ReportedSignIn>("GET", at`/not-me/${token}`, options);

  /** "This was not me": ends that session, and has a mail sent by which a new password is chosen. */
  reportSignIn = (token: string, options?: CallOptions) => this.call<EndedAnswer>("POST", "/not-me", { body: { token }, ...options });
}
