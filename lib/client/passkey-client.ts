import { assertNotAborted } from "./abortable";
import { ApiGroup } from "./api-group";
import { AuthClientError } from "./auth-client-error";
import type { SignInAnswer } from "./auth-wire";
import { type AssertionOptions, forgetPasskey, sentenceOfQuestion } from "./passkey-ceremony";
import type { CreationAnswer, PasskeyAnswer, PasskeyProof, PasskeysAnswer, RemovedPasskey, RequestAnswer } from "./passkey-wire";
import { at, type CallOptions } from "./send-request";
import { enter, type LoginOptions } from "./sign-in";

/** One's own passkeys, and signing in with one. Each answer bears the token of its challenge, so no cookie is needed. */
export class PasskeyClient extends ApiGroup {
  /** Whether this device can be asked. That the page stands on the right domain shows when it is. */
  isSupported = (): boolean => this.session.config.passkeyCeremony.isSupported();

  list = (options?: CallOptions) => this.call<PasskeysAnswer>("GET", "/passkeys", options);

  /** Asks the device for one. `name`: default by who keeps it. @throws AuthClientError `PASSKEY_NOT_GIVEN`, `REAUTH_REQUIRED`, `TOO_MANY_PASSKEYS` … */
  async add(name?: string, { signal }: CallOptions = {}): Promise<PasskeyAnswer> {
    this.assertSupported();
    const { options, challenge_token } = await this.call<CreationAnswer>("POST", "/passkeys/options", { body: {}, signal });
    const attestation = await this.asking(signal, () => this.session.config.passkeyCeremony.create(options, { signal }));
    return this.call("POST", "/passkeys", { body: { attestation, challenge_token, name }, signal });
  }

  rename = (passkeyId: string, name: string, options?: CallOptions) => this.call<PasskeyAnswer>("PATCH", at`/passkeys/${passkeyId}`, { body: { name }, ...options });

  /** @throws AuthClientError `LAST_WAY_IN` where nothing else signs its owner in … */
  remove = (passkeyId: string, options?: CallOptions) => this.call<RemovedPasskey>("DELETE", at`/passkeys/${passkeyId}`, options);

  /** @throws AuthClientError `PASSKEY_NOT_GIVEN`, `PASSKEY_UNKNOWN`, `MFA_REQUIRED` (an `MfaRequiredError`) … */
  async signIn({ rememberMe = true, signal, mediation }: LoginOptions & AssertionOptions = {}): Promise<SignInAnswer> {
    const { proof, domain } = await this.ask({ signal, mediation });
    try {
      return await enter(this.session, this.to("POST", "/passkeys/sign-in", { body: { ...proof, remember_me: rememberMe }, signal }));
    } catch (error) {
      if (error instanceof AuthClientError && error.code === "PASSKEY_UNKNOWN") await forgetPasskey(domain, proof.assertion.id);
      throw error;
    }
  }

  /** For `auth.reauthenticate()`. @throws AuthClientError `PASSKEY_NOT_GIVEN` … */
  prove = async (options?: CallOptions): Promise<PasskeyProof> => (await this.ask(options ?? {})).proof;

  private async ask({ signal, mediation }: AssertionOptions): Promise<{ proof: PasskeyProof; domain: string }> {
    this.assertSupported();
    const { options, challenge_token } = await this.call<RequestAnswer>("POST", "/passkeys/sign-in/options", { body: {}, signal });
    const assertion = await this.asking(signal, () => this.session.config.passkeyCeremony.get(options, { signal, mediation }));
    return { proof: { assertion, challenge_token }, domain: options.rpId };
  }

  private assertSupported(): void {
    if (!this.isSupported()) throw new AuthClientError({ code: "PASSKEY_NOT_GIVEN", message: "This device cannot be asked for a passkey here. Use another way." });
  }

  private async asking<T>(signal: AbortSignal | undefined, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      assertNotAborted(signal);
      throw new AuthClientError({ code: "PASSKEY_NOT_GIVEN", message: sentenceOfQuestion(cause) ?? "Another question took the place of this one.", cause });
    }
  }
}
