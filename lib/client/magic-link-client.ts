import { ApiGroup } from "./api-group";
import type { SignInAnswer } from "./auth-wire";
import type { MagicLinkProof, MagicLinkRequested, MagicLinkState } from "./recovery-wire";
import { at, type CallOptions } from "./send-request";
import { enter, type LoginOptions } from "./sign-in";

/** Signing in by a mail: a link, and a code where a link is of no use. */
export class MagicLinkClient extends ApiGroup {
  /** The same answer for every address. `returnTo`: where the built-in page behind the link leads on to. */
  request = (email: string, returnTo?: string, options?: CallOptions) => this.call<MagicLinkRequested>("POST", "/magic-link", { body: { email, return_to: returnTo }, ...options });

  /** Whom a link signs in. Uses nothing up: mail scanners open links, too. */
  show = (token: string, options?: CallOptions) => this.call<MagicLinkState>("GET", at`/magic-link/${token}`, options);

  /** @throws AuthClientError `INVALID_TOKEN`, `MFA_REQUIRED` (an `MfaRequiredError`), `ACCOUNT_DISABLED` … */
  signIn = (proof: MagicLinkProof, { rememberMe = true, signal }: LoginOptions = {}): Promise<SignInAnswer> =>
    enter(this.session, this.to("POST", "/magic-link/verify", { body: { ...proof, remember_me: rememberMe }, signal }));
}
