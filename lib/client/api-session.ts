import { abortable } from "./abortable";
import { AuthClientError } from "./auth-client-error";
import type { CheckAuthAnswer, SignInAnswer } from "./auth-wire";
import { type AuthConfig, type ProofNeeded, type ResolvedConfig, validateConfig } from "./client-config";
import { HookManager } from "./client-hooks";
import { AuthStore, type InitialState } from "./auth-store";
import { hasNothingToRenew, renewTokens, tokensOf } from "./renew-tokens";
import { type ApiRequest, readJson, sendRequest } from "./send-request";
import { TabChannel } from "./tab-channel";
import { type Held, type TokenPair, TokenStorage } from "./token-storage";
import { withPatience } from "./with-patience";
import { withTabLock } from "./with-tab-lock";

/** Refused by a server that knows what it wants: the same again would be refused again. Milliseconds. */
const REFUSED_FOR = 5000;

/**
 * One sign-in, shared by every client that is made from it: sends calls as whoever is signed in, and renews the session
 * once for all of them, in all tabs. What it knows is in `store`.
 */
export class ApiSession {
  readonly config: ResolvedConfig;
  readonly store: AuthStore;
  readonly hooks: HookManager;
  readonly tokens: TokenStorage;
  readonly tabs: TabChannel;
  private readonly name: string;
  private renewal: Promise<boolean> | null = null;
  private proving: Promise<boolean> | null = null;
  private refused = { generation: "", until: 0 };
  private turn: Promise<unknown> = Promise.resolve();

  /** @throws ConfigValidationError */
  constructor(given: AuthConfig = {}, initial?: InitialState) {
    this.config = validateConfig(given);
    this.store = new AuthStore(initial);
    this.tokens = new TokenStorage(this.config.storage);
    this.hooks = new HookManager({ config: this.config, storage: this.config.storage, client: this });
    this.hooks.registerAll(this.config.hooks);
    this.name = `gatehouse ${this.config.apiBaseUrl ?? ""}${this.config.apiPrefix}`;
    this.tabs = new TabChannel(this.name);
  }

  /** The answer's JSON. For a product's own endpoints too. @throws AuthClientError and, once aborted, the signal's reason */
  async call<T>(request: ApiRequest): Promise<T> {
    return (await readJson(await this.send(request), request)) as T;
  }

  /**
   * The answer itself, for files. A call that is refused for its token is sent a second time once the session is renewed,
   * one that needs a recent proof once that is given, and only if it is still the same sign-in: nothing is done in the name of
   * somebody who signed in meanwhile.
   * @throws as `call`
   */
  async send(request: ApiRequest): Promise<Response> {
    const { session } = await this.tokens.read();
    try {
      return await this.sendRenewing(request);
    } catch (error) {
      const isProven = isProofDue(error) && (await abortable(this.prove(error), request.signal));
      if (!isProven || (await this.tokens.read()).session !== session) throw error;
      return this.sendRenewing(request);
    }
  }

  private async sendRenewing(request: ApiRequest): Promise<Response> {
    const held = await this.tokens.read();
    try {
      return await sendRequest(this.config, request, held.tokens);
    } catch (error) {
      if (!isOutOfDate(error) || !(await abortable(this.renew(held), request.signal))) throw error;
      const { tokens, session } = await this.tokens.read();
      if (session !== held.session) throw error;
      return sendRequest(this.config, request, tokens);
    }
  }

  /**
   * Exchanges the refresh token, once for everybody who asks meanwhile. Waits for no signal: others wait for it too.
   * @param refused - what was held when the server refused it; whoever renewed it since spares the exchange
   * @returns false: the session is over
   * @throws AuthClientError where nothing is known: offline, 429, 503. One stays signed in
   */
  renew(refused?: Held): Promise<boolean> {
    this.renewal ??= this.alone(() => this.renewOnce(refused)).finally(() => (this.renewal = null));
    return this.renewal;
  }

  /** A sign-in or sign-up that the server accepted. @returns the tokens that are kept; null: they are in cookies */
  begin(answer: SignInAnswer): Promise<TokenPair | null> {
    return this.alone(async () => {
      const tokens = await this.whereKept(answer);
      await this.tokens.begin(tokens);
      this.refused.until = 0;
      this.tabs.post();
      return tokens;
    });
  }

  /** Tells the server with what is held at that moment, and forgets it whatever the server says. @throws what `tell` throws */
  end(tell: (held: Held, signal: AbortSignal) => Promise<unknown>, signal?: AbortSignal): Promise<void> {
    return this.alone(async () => {
      try {
        const held = await this.tokens.read();
        await withPatience((patience) => tell(held, patience), signal);
      } finally {
        await this.forget();
        this.tabs.post();
      }
    });
  }

  /** Several calls that are refused together ask once. */
  private prove({ details }: AuthClientError): Promise<boolean> {
    const needed = { methods: details.methods as ProofNeeded["methods"], maxAgeSeconds: Number(details.max_age_seconds) };
    this.proving ??= Promise.resolve(this.config.onReauthenticationRequired(needed)).finally(() => (this.proving = null));
    return this.proving;
  }

  private async renewOnce(refused: Held | undefined): Promise<boolean> {
    const held = await this.tokens.read();
    if (refused && refused.generation !== held.generation) return held.session === refused.session;
    if (this.refused.generation === held.generation && Date.now() < this.refused.until) return false;
    if (hasNothingToRenew(this, held)) {
      await this.lose(new AuthClientError({ code: "UNAUTHORIZED", message: "You are not signed in.", status: 401 }), held);
      return false;
    }
    this.store.set({ isRefreshingToken: true });
    try {
      await this.hooks.run("beforeTokenRefresh", {});
      const refusal = await renewTokens(this, held);
      // Nobody waits for these: a hook that makes a call of its own may have to wait for this very renewal.
      void this.hooks.tell("afterTokenRefresh", { success: !refusal });
      if (refusal) await this.lose(refusal, held);
      return !refusal;
    } catch (error) {
      void this.hooks.tell("onTokenRefreshError", { error });
      throw error;
    } finally {
      this.store.set({ isRefreshingToken: false });
    }
  }

  private async lose(error: AuthClientError, held: Held): Promise<void> {
    const wasSomebody = this.store.getSnapshot().isAuthenticated || held.tokens !== null;
    await this.forget();
    this.refused = { generation: (await this.tokens.read()).generation, until: Date.now() + REFUSED_FOR };
    if (!wasSomebody) return;
    this.tabs.post();
    void this.hooks.tell("onAuthError", { error });
  }

  private async forget(): Promise<void> {
    await this.tokens.end();
    this.store.set({ user: null, isAuthenticated: false, loading: false });
  }

  /**
   * Tokens that are there are kept only where cookies fail: by clients that are no page, and in browsers that block
   * ours, which shows when the session is asked for with cookies alone.
   */
  private async whereKept(answer: SignInAnswer): Promise<TokenPair | null> {
    const tokens = tokensOf(answer);
    const isTokensOnly = this.config.storageStrategy === "localStorage-only";
    if (!tokens && isTokensOnly) {
      const message = "The server keeps its tokens in cookies. Set TOKEN_DELIVERY=dual or body_only there, or storageStrategy: cookie-first here.";
      throw new AuthClientError({ code: "TOKENS_NOT_DELIVERED", message });
    }
    if (!tokens || isTokensOnly || typeof document === "undefined") return tokens;
    return (await this.isKnownByCookie(answer.user.id)) ? null : tokens;
  }

  private async isKnownByCookie(userId: string): Promise<boolean> {
    const request: ApiRequest = { method: "GET", path: this.config.apiPrefix + this.config.endpoints.checkAuth };
    const ask = async (signal: AbortSignal) => (await readJson(await sendRequest(this.config, { ...request, signal }, null), request)) as CheckAuthAnswer;
    return withPatience(ask).then(({ user }) => user.id === userId, () => false);
  }

  /** Whatever writes what is held, one after the other, in this tab and in all. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(() => withTabLock(this.name, work));
    this.turn = result.catch(() => undefined);
    return result;
  }
}

/** Not of a wrong password, nor of anything else that a newer token would not mend. */
const isOutOfDate = (error: unknown): boolean => error instanceof AuthClientError && error.status === 401 && ["UNAUTHORIZED", "TOKEN_STALE"].includes(error.code);

const isProofDue = (error: unknown): error is AuthClientError => error instanceof AuthClientError && error.code === "REAUTH_REQUIRED";
