import type { AcceptedAnswer, AcceptInput, InvitationAnswer } from "./account-wire";
import { ApiGroup } from "./api-group";
import type { CallOptions } from "./send-request";
import { beginWith, showPerson } from "./sign-in";

/** What the link of an invitation opens. */
export class InvitationClient extends ApiGroup {
  /** Uses nothing up. `next` is for whoever is signed in. */
  show = (token: string, options?: CallOptions) => this.callAsOneself<InvitationAnswer>("GET", "/invitations", { query: { token }, ...options });

  /**
   * Joins with whoever is signed in; otherwise makes an account, which needs `password`, and signs in to it.
   * @throws AuthClientError `INVITATION_EXPIRED`, `SIGN_IN_TO_ACCEPT` where the address has an account, `VALIDATION_ERROR` with `fields` …
   */
  async accept(input: AcceptInput, options?: CallOptions): Promise<AcceptedAnswer> {
    await this.keepAlive(options?.signal);
    const before = await this.session.tokens.read();
    const answer = await this.call<AcceptedAnswer>("POST", "/invitations/accept", { body: input, ...options });
    // Whoever joins goes on in their session; a new account begins one.
    if (before.tokens && !answer.refresh_token) return { ...answer, user: await showPerson(this.session, answer.user, before.session) };
    const { isAuthenticated, user } = this.session.store.getSnapshot();
    const { answer: shown, tokens } = await beginWith(this.session, answer);
    if (!isAuthenticated || user?.id !== answer.user.id) await this.session.hooks.tell("afterSignup", { user: shown.user, tokens });
    return shown;
  }
}
