/**
 * The typed SDK: `createClient()` in create-client.ts is the way in. For browsers, React Native and Node: plain fetch, no
 * framework, no package, and nothing of the server but the types of its wire. Imports that stay at run time are relative,
 * so that a bundler needs no alias. Here: signing in and out, and one's own account; further doors hang on it as groups.
 */
import { AccountClient } from "./account-client";
import { ApiSession } from "./api-session";
import { AuthClientError } from "./auth-client-error";
import type { AuthStore, InitialState } from "./auth-store";
import type { AuthUser, CheckAuthAnswer, NativeFile, NoPictureAnswer, PasswordAnswer, PictureAnswer, Proof, ProofAnswer, SignInAnswer, SignupInput, UpdateUserAnswer, UserAnswer, UserChanges } from "./auth-wire";
import type { AuthConfig, Endpoints } from "./client-config";
import type { HookData, HookManager } from "./client-hooks";
import { ConnectionClient } from "./connection-client";
import { InvitationClient } from "./invitation-client";
import { MagicLinkClient } from "./magic-link-client";
import { MfaClient } from "./mfa-client";
import { PasskeyClient } from "./passkey-client";
import { leaveFor, leaveIfEnabled, oauthUrl, type Provider, type ProviderLoginOptions } from "./provider-login";
import { RecoveryClient } from "./recovery-client";
import { type ApiRequest, type CallOptions, sendRequest } from "./send-request";
import { enter, type LoginOptions, noteOf, showPerson, signIn, type VerifyMfaOptions } from "./sign-in";
import { VerificationClient } from "./verification-client";
import { watchSession } from "./watch-session";

type Failure = "onLoginError" | "onSignupError" | "onLogoutError" | "onPasswordUpdateError" | "onUserUpdateError";

export class AuthClient {
  /** Shared with the other clients. */
  readonly session: ApiSession;
  /** Who is signed in: `getSnapshot()` and `subscribe()`. */
  readonly store: AuthStore;
  readonly hooks: HookManager;
  readonly mfa: MfaClient;
  readonly passkeys: PasskeyClient;
  readonly magicLink: MagicLinkClient;
  readonly recovery: RecoveryClient;
  readonly verification: VerificationClient;
  readonly connections: ConnectionClient;
  readonly invitations: InvitationClient;
  readonly account: AccountClient;
  private looking: Promise<void> | null = null;
  /** Nobody could be asked who is signed in. */
  private isUnsure = false;

  /** @throws ConfigValidationError */
  constructor(config: AuthConfig | ApiSession = {}, initial?: InitialState) {
    this.session = config instanceof ApiSession ? config : new ApiSession(config, initial);
    this.store = this.session.store;
    this.hooks = this.session.hooks;
    this.mfa = new MfaClient(this.session);
    this.passkeys = new PasskeyClient(this.session);
    this.magicLink = new MagicLinkClient(this.session);
    this.recovery = new RecoveryClient(this.session);
    this.verification = new VerificationClient(this.session);
    this.connections = new ConnectionClient(this.session);
    this.invitations = new InvitationClient(this.session);
    this.account = new AccountClient(this.session);
  }

  /** Asks who is signed in, unless that is known, and then follows what other tabs do. @returns ends the following */
  start(): () => void {
    const { loading, isAuthenticated, user } = this.store.getSnapshot();
    if (loading || (isAuthenticated && !user)) void this.look();
    return watchSession({ session: this.session, look: () => this.lookAnew(), isUnsure: () => this.isUnsure });
  }

  /** A page that was rendered anew on the server says who is signed in; null: nobody. */
  adopt(user: AuthUser | null): void {
    this.store.set({ user, isAuthenticated: user !== null, loading: false });
  }

  /** @throws AuthClientError `INVALID_CREDENTIALS`, `MFA_REQUIRED` (an `MfaRequiredError`), `ACCOUNT_DISABLED`, `RATE_LIMIT_EXCEEDED` … and what a `beforeLogin` hook throws */
  async login(identifier: string, password: string, { rememberMe = true, signal }: LoginOptions = {}): Promise<SignInAnswer> {
    const { email } = await this.hooks.run("beforeLogin", { email: identifier });
    return this.telling("onLoginError", { email }, async () => {
      const { answer, tokens } = await signIn(this.session, { ...this.to("POST", "login"), body: { identifier: email, password, remember_me: rememberMe }, signal });
      await this.hooks.tell("afterLogin", { user: answer.user, tokens });
      return answer;
    });
  }

  /**
   * The second step of a sign-in that rejected with an `MfaRequiredError`, whose `mfaToken` it takes.
   * @throws AuthClientError `INVALID_MFA_CODE`, `MFA_TOKEN_INVALID` where the sign-in has to begin anew …
   */
  verifyMfa = (mfaToken: string, code: string, { trustDevice = false, method, signal }: VerifyMfaOptions = {}): Promise<SignInAnswer> =>
    enter(this.session, { ...this.to("POST", "verifyMfa"), body: { mfa_token: mfaToken, code, method, trust_device: trustDevice }, signal });

  /** Makes an account and signs in to it. @throws AuthClientError `EMAIL_TAKEN`, `VALIDATION_ERROR` with `fields`, `EMAIL_NOT_VERIFIED` where the address has to be confirmed first: a mail is on its way … */
  async signup(given: SignupInput, { signal }: CallOptions = {}): Promise<SignInAnswer> {
    const { credentials } = await this.hooks.run("beforeSignup", { credentials: given });
    return this.telling("onSignupError", { email: credentials.email }, async () => {
      const { answer, tokens } = await signIn(this.session, { ...this.to("POST", "signup"), body: credentials, signal });
      await this.hooks.tell("afterSignup", { user: answer.user, tokens });
      return answer;
    });
  }

  /** Ends the session here whatever happens, and at the server. @throws AuthClientError where the server could not be told */
  async logout({ signal }: CallOptions = {}): Promise<void> {
    await this.hooks.run("beforeLogout", {});
    await this.telling("onLogoutError", {}, () =>
      this.session.end(({ tokens }, patience) => {
        const body = tokens ? { refresh_token: tokens.refreshToken } : undefined;
        return sendRequest(this.session.config, { ...this.to("POST", "logout"), body, signal: patience }, tokens);
      }, signal),
    );
    await this.hooks.tell("afterLogout", {});
  }

  /** Asks the server whether the session lives, renewing it where needed. @throws AuthClientError where that cannot be known: offline, 429, 503 */
  async checkAuth(options: CallOptions = {}): Promise<boolean> {
    try {
      const { authenticated } = await this.session.call<CheckAuthAnswer>({ ...this.to("GET", "checkAuth"), ...options });
      return authenticated;
    } catch (error) {
      if (error instanceof AuthClientError && error.status === 401) return false;
      throw error;
    }
  }

  /** The person anew, with roles and permissions; the store has them too. */
  async getUser(options: CallOptions = {}): Promise<AuthUser> {
    const { session } = await this.session.tokens.read();
    const { user } = await this.session.call<UserAnswer>({ ...this.to("GET", "userMe"), ...options });
    return showPerson(this.session, user, session);
  }

  /** @throws AuthClientError `VALIDATION_ERROR` with `fields`, `USERNAME_TAKEN` … */
  async updateUser(changes: UserChanges, options: CallOptions = {}): Promise<UpdateUserAnswer> {
    const { data } = await this.hooks.run("beforeUserUpdate", { data: changes });
    return this.telling("onUserUpdateError", {}, async () => {
      const { session } = await this.session.tokens.read();
      const answer = await this.session.call<UpdateUserAnswer>({ ...this.to("PUT", "updateUser"), body: data, ...options });
      const user = await showPerson(this.session, answer.user, session);
      await this.hooks.tell("afterUserUpdate", { user });
      return { ...answer, user };
    });
  }

  /** Ends all other sessions; this one goes on. @throws AuthClientError `INVALID_PASSWORD`, `VALIDATION_ERROR` with `fields` … */
  async updatePassword(currentPassword: string, newPassword: string, options: CallOptions = {}): Promise<PasswordAnswer> {
    await this.hooks.run("beforePasswordUpdate", {});
    return this.telling("onPasswordUpdateError", {}, async () => {
      const body = { current_password: currentPassword, new_password: newPassword };
      const answer = await this.session.call<PasswordAnswer>({ ...this.to("POST", "updatePassword"), body, ...options });
      await this.hooks.tell("afterPasswordUpdate", {});
      return answer;
    });
  }

  /**
   * Proves again who is there, for calls that are refused with `REAUTH_REQUIRED`. The token that is held goes on: the server
   * keeps when its session was proven.
   * @throws AuthClientError `PROOF_REFUSED` with `fields`, `RATE_LIMIT_EXCEEDED` …
   */
  reauthenticate = (proof: Proof, options: CallOptions = {}): Promise<ProofAnswer> =>
    this.session.call<ProofAnswer>({ ...this.to("POST", "reauthenticate"), body: proof, ...options });

  /** PNG, JPEG, GIF or WebP, at most 5 MB. @throws AuthClientError `UNSUPPORTED_IMAGE`, `FILE_TOO_LARGE` … */
  async uploadPicture(file: Blob | NativeFile, options: CallOptions = {}): Promise<PictureAnswer> {
    const body = new FormData();
    body.append("profile_picture", file as Blob);
    const answer = await this.session.call<PictureAnswer>({ ...this.to("POST", "uploadPicture"), body, ...options });
    this.showPicture(answer.profile_picture_url);
    return answer;
  }

  async removePicture(options: CallOptions = {}): Promise<NoPictureAnswer> {
    const answer = await this.session.call<NoPictureAnswer>({ ...this.to("DELETE", "uploadPicture"), ...options });
    this.showPicture(null);
    return answer;
  }

  /** Renews the session now; calls do so by themselves. @returns false: it is over. @throws AuthClientError offline, 429, 503 */
  refreshToken = (): Promise<boolean> => this.session.renew();

  /**
   * For a socket or a service of one's own. null where the session is in cookies, which no script reads, or where there is none.
   * `forceRefresh`: a new one, that lives for its whole time.
   */
  async getAccessToken({ forceRefresh = false }: { forceRefresh?: boolean } = {}): Promise<string | null> {
    if (forceRefresh && (await this.session.tokens.read()).tokens) await this.session.renew();
    return (await this.session.tokens.read()).tokens?.accessToken ?? null;
  }

  /** The answer's JSON of an endpoint of the product's own, as whoever is signed in: renewed and repeated like every other call. */
  request = <T>(request: ApiRequest): Promise<T> => this.session.call<T>(request);

  /** Where a browser goes to sign in with a provider. `redirectUri`: where it comes back; default the page's origin. */
  getOAuthUrl = (provider: Provider, redirectUri = globalThis.location?.origin ?? "", customData?: Record<string, string>): string =>
    oauthUrl(this.session.config, provider, redirectUri, customData);

  /** Leaves the page for any provider that the server is configured for; it answers 404 for another. */
  providerLogin = (provider: Provider, options?: ProviderLoginOptions): void => leaveFor(this.session.config, provider, options);

  /** Leaves the page. `path`: where to be afterwards, handed back as `?redirect=`. @throws AuthClientError `NOT_ENABLED` */
  googleLogin = (path?: string): void => leaveIfEnabled(this.session.config, "google", path);

  /** As `googleLogin`. */
  microsoftLogin = (path?: string): void => leaveIfEnabled(this.session.config, "microsoft", path);

  /** Where an app's sign-in by a provider ended at an address of its own, with a code. @throws AuthClientError `INVALID_GRANT`, `MFA_REQUIRED` (an `MfaRequiredError`) … */
  exchangeCode = (code: string, codeVerifier: string, { signal }: CallOptions = {}): Promise<SignInAnswer> =>
    enter(this.session, { method: "POST", path: `${this.session.config.apiPrefix}/token`, body: { code, code_verifier: codeVerifier }, signal });

  private to = (method: ApiRequest["method"], endpoint: keyof Endpoints) => ({ method, path: this.session.config.apiPrefix + this.session.config.endpoints[endpoint] });

  private showPicture = (url: string | null): void => noteOf(this.session, this.store.getSnapshot().user?.id, { profile_picture: url, profile_picture_url: url });

  private look(): Promise<void> {
    this.looking ??= this.getUser()
      .then(() => void (this.isUnsure = false))
      .catch((error: unknown) => this.notSeen(error))
      .finally(() => (this.looking = null));
    return this.looking;
  }

  /** Another tab changed what a look that is still under way began with: its answer says nothing about now. */
  private async lookAnew(): Promise<void> {
    await this.looking;
    return this.look();
  }

  /** Without an answer, whoever was signed in the last time still is: the server will say otherwise once it can be asked. */
  private async notSeen(error: unknown): Promise<void> {
    this.isUnsure = !(error instanceof AuthClientError && error.status === 401);
    if (!this.isUnsure) return this.store.set({ user: null, isAuthenticated: false, loading: false });
    this.session.config.onBackgroundError(error, "who is signed in could not be asked");
    const isIn = await this.session.tokens.read().then(
      (held) => held.isIn,
      () => false,
    );
    this.store.set({ loading: false, isAuthenticated: isIn || this.store.getSnapshot().isAuthenticated });
  }

  private async telling<T, N extends Failure>(hook: N, facts: Omit<HookData[N], "error">, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.hooks.tell(hook, { ...facts, error } as HookData[N]);
      throw error;
    }
  }
}
