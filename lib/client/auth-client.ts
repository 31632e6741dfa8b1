/**
 * The typed SDK: `createClient()` in create-client.ts is the way in. For browsers, React Native and Node: plain fetch, no
 * framework, no package, and nothing of the server but the types of its wire. Imports that stay at run time are relative,
 * so that a bundler needs no alias. Here: signing in and out, and one's own account.
 */
import { ApiSession } from "./api-session";
import { AuthClientError } from "./auth-client-error";
import type { AuthStore, InitialState } from "./auth-store";
import type { AuthUser, CheckAuthAnswer, NativeFile, NoPictureAnswer, PasswordAnswer, PictureAnswer, Proof, ProofAnswer, SignInAnswer, SignupInput, SignupReply, UpdateUserAnswer, UserAnswer, UserChanges } from "./auth-wire";
import type { AuthConfig, Endpoints } from "./client-config";
import type { HookData, HookManager } from "./client-hooks";
import { leaveFor, oauthUrl, type Provider } from "./provider-login";
import { type ApiRequest, type CallOptions, readJson, sendRequest } from "./send-request";
import { watchSession } from "./watch-session";

export interface VerifyMfaOptions extends CallOptions {
  /** Do not ask for the second factor on this device for a while (`TRUSTED_DEVICE_DAYS`). Default false. */
  trustDevice?: boolean;
}

export interface LoginOptions extends CallOptions {
  /** false: the cookies end with the browser. Default true. */
  rememberMe?: boolean;
}

type Failure = "onLoginError" | "onSignupError" | "onLogoutError" | "onPasswordUpdateError" | "onUserUpdateError";

export class AuthClient {
  /** Shared with the other clients. */
  readonly session: ApiSession;
  /** Who is signed in: `getSnapshot()` and `subscribe()`. */
  readonly store: AuthStore;
  readonly hooks: HookManager;
  private looking: Promise<void> | null = null;
  /** Nobody could be asked who is signed in. */
  private isUnsure = false;

  /** @throws ConfigValidationError */
  constructor(config: AuthConfig | ApiSession = {}, initial?: InitialState) {
    this.session = config instanceof ApiSession ? config : new ApiSession(config, initial);
    this.store = this.session.store;
    this.hooks = this.session.hooks;
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

  /** @throws AuthClientError `INVALID_CREDENTIALS`, `ACCOUNT_DISABLED`, `RATE_LIMIT_EXCEEDED` … and what a `beforeLogin` hook throws */
  async login(identifier: string, password: string, { rememberMe = true, signal }: LoginOptions = {}): Promise<SignInAnswer> {
    const { email } = await this.hooks.run("beforeLogin", { email: identifier });
    return this.telling("onLoginError", { email }, async () => {
      const { answer, tokens } = await this.signIn("login", { identifier: email, password, remember_me: rememberMe }, signal);
      await this.hooks.tell("afterLogin", { user: answer.user, tokens });
      return answer;
    });
  }

  /**
   * The second step of a sign-in that rejected with `MFA_REQUIRED`, whose `details.mfa_token` it takes.
   * @throws AuthClientError `INVALID_MFA_CODE`, `MFA_TOKEN_INVALID` where the sign-in has to begin anew …
   */
  async verifyMfa(mfaToken: string, code: string, { trustDevice = false, signal }: VerifyMfaOptions = {}): Promise<SignInAnswer> {
    const { answer, tokens } = await this.signIn("verifyMfa", { mfa_token: mfaToken, code, trust_device: trustDevice }, signal);
    await this.hooks.tell("afterLogin", { user: answer.user, tokens });
    return answer;
  }

  /** Makes an account and signs in to it. @throws AuthClientError `EMAIL_TAKEN`, `VALIDATION_ERROR` with `fields`, `EMAIL_NOT_VERIFIED` where the address has to be confirmed first: a mail is on its way … */
  async signup(given: SignupInput, { signal }: CallOptions = {}): Promise<SignInAnswer> {
    const { credentials } = await this.hooks.run("beforeSignup", { credentials: given });
    return this.telling("onSignupError", { email: credentials.email }, async () => {
      const { answer, tokens } = await this.signIn("signup", credentials, signal);
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
    return this.show(user, session);
  }

  /** @throws AuthClientError `VALIDATION_ERROR` with `fields`, `USERNAME_TAKEN` … */
  async updateUser(changes: UserChanges, options: CallOptions = {}): Promise<UpdateUserAnswer> {
    const { data } = await this.hooks.run("beforeUserUpdate", { data: changes });
    return this.telling("onUserUpdateError", {}, async () => {
      const { session } = await this.session.tokens.read();
      const answer = await this.session.call<UpdateUserAnswer>({ ...this.to("PUT", "updateUser"), body: data, ...options });
      const user = await this.show(answer.user, session);
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
  getOAuthUrl = (provider: Provider, redirectUri = globalThis.location?.origin ?? ""): string => oauthUrl(this.session.config, provider, redirectUri);

  /** Leaves the page. `path`: where to be afterwards, handed back as `?redirect=`. @throws AuthClientError `NOT_ENABLED` */
  googleLogin = (path?: string): void => leaveFor(this.session.config, "google", path);

  /** As `googleLogin`. */
  microsoftLogin = (path?: string): void => leaveFor(this.session.config, "microsoft", path);

  private to = (method: ApiRequest["method"], endpoint: keyof Endpoints) => ({ method, path: this.session.config.apiPrefix + this.session.config.endpoints[endpoint] });

  /** Without the token of whoever was signed in before. */
  private async signIn(endpoint: "login" | "signup" | "verifyMfa", body: object, signal: AbortSignal | undefined) {
    const { config } = this.session;
    const request = { ...this.to("POST", endpoint), body, signal };
    const answer = (await readJson(await sendRequest(config, request, null), request)) as SignInAnswer | SignupReply;
    const { user: person } = answer;
    if (!person) throw new AuthClientError({ code: "EMAIL_NOT_VERIFIED", message: answer.message, status: 202 });
    const tokens = await this.session.begin({ ...answer, user: person });
    const user = await this.show(person, (await this.session.tokens.read()).session);
    return { answer: { ...answer, user }, tokens };
  }

  /** @param session - the sign-in that the answer belongs to: another one may have begun meanwhile */
  private async show(person: AuthUser, session: string): Promise<AuthUser> {
    const { user } = await this.hooks.run("transformUser", { user: person });
    const held = await this.session.tokens.read();
    if (held.session === session) this.store.set({ user, isAuthenticated: true, loading: false });
    return user;
  }

  private showPicture(url: string | null): void {
    const { user } = this.store.getSnapshot();
    if (user) this.store.set({ user: { ...user, profile_picture: url, profile_picture_url: url } });
  }

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
