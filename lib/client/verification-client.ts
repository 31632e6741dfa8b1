import { ApiGroup } from "./api-group";
import type { Message } from "./auth-wire";
import type { ChangedEmailAnswer, ConfirmationAnswer, ConfirmChangeInput, ConfirmedAnswer, ConfirmInput, EndedAnswer, PendingChangeAnswer } from "./recovery-wire";
import { at, type CallOptions } from "./send-request";
import { noteOf, showPerson } from "./sign-in";

/** Addresses: proved by a mail, and changed. */
export class VerificationClient extends ApiGroup {
  /** Whose address the link of a mail confirms. Uses nothing up. */
  showConfirmation = (token: string, options?: CallOptions) => this.call<ConfirmationAnswer>("GET", at`/confirm/${token}`, options);

  /**
   * With `password` the account stays as it is, as it does where one is signed in to it; with `new_password`, or neither, it begins anew.
   * @throws AuthClientError `INVALID_TOKEN` …
   */
  async confirmEmail(input: ConfirmInput, options?: CallOptions): Promise<ConfirmedAnswer> {
    const answer = await this.callAsOneself<ConfirmedAnswer>("POST", "/confirm", { body: input, ...options });
    noteOf(this.session, answer.user.id, { is_verified: true });
    return answer;
  }

  /** Sends the mail again. `identifier`: an address or a username; default: whoever is signed in. The same answer for all. */
  resendVerification = (identifier?: string, options?: CallOptions): Promise<Message> =>
    this.callAsOneself("POST", "/resend-verification-email", { body: { email: identifier }, ...options });

  /** The address that was asked for and is not confirmed yet. */
  showEmailChange = (options?: CallOptions) => this.call<PendingChangeAnswer>("GET", "/change-email", options);

  /** Nothing changes before `confirmEmailChange`. @throws AuthClientError `INVALID_PASSWORD` with `fields` … */
  changeEmail = (newEmail: string, currentPassword?: string, options?: CallOptions) =>
    this.call<Message>("POST", "/change-email", { body: { new_email: newEmail, current_password: currentPassword }, ...options });

  /** By the link or the code of the mail to the new address. @throws AuthClientError `INVALID_TOKEN`, `EMAIL_TAKEN` … */
  async confirmEmailChange(input: ConfirmChangeInput, options?: CallOptions): Promise<ChangedEmailAnswer> {
    const { session } = await this.session.tokens.read();
    const answer = await this.call<ChangedEmailAnswer>("POST", "/confirm-email-change", { body: input, ...options });
    return { ...answer, user: await showPerson(this.session, answer.user, session) };
  }

  /** By the link of the mail to the old address, which the account has again; every session ends. */
  undoEmailChange = (token: string, options?: CallOptions) => this.call<EndedAnswer>("POST", "/undo-email-change", { body: { token }, ...options });
}
