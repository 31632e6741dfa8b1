import type { AuthUser, SignupInput, UserChanges } from "./auth-wire";
import type { ApiSession } from "./api-session";
import type { AuthClientError } from "./auth-client-error";
import type { ResolvedConfig } from "./client-config";
import type { StorageAdapter } from "./storage-adapter";
import type { TokenPair } from "./token-storage";

/** What each hook is given. Of `before…` and `transformUser`, what is returned takes its place for the next one and for the call. */
export interface HookData {
  /** `email`: whatever was typed, a username as well. */
  beforeLogin: { email: string };
  /** `tokens` null: they are in cookies. */
  afterLogin: { user: AuthUser; tokens: TokenPair | null };
  onLoginError: { email: string; error: unknown };
  beforeSignup: { credentials: SignupInput };
  afterSignup: { user: AuthUser; tokens: TokenPair | null };
  onSignupError: { email: string; error: unknown };
  beforeLogout: Record<never, never>;
  afterLogout: Record<never, never>;
  onLogoutError: { error: unknown };
  /** Every call waits for it: it makes none itself. */
  beforeTokenRefresh: Record<never, never>;
  afterTokenRefresh: { success: boolean };
  onTokenRefreshError: { error: unknown };
  beforePasswordUpdate: Record<never, never>;
  afterPasswordUpdate: Record<never, never>;
  onPasswordUpdateError: { error: unknown };
  beforeUserUpdate: { data: UserChanges };
  afterUserUpdate: { user: AuthUser };
  onUserUpdateError: { error: unknown };
  /** A session that was there is over, and could not be renewed. */
  onAuthError: { error: AuthClientError };
  transformUser: { user: AuthUser };
}

export type HookName = keyof HookData;

export interface HookTools {
  config: ResolvedConfig;
  storage: StorageAdapter;
  /** For calls of its own. */
  client: ApiSession;
}

/** `transformUser` may return the person alone, too: both forms are in use. */
type Returned<N extends HookName> = HookData[N] | (N extends "transformUser" ? AuthUser : never) | undefined | void;

export type HookHandler<N extends HookName> = (data: HookData[N], tools: HookTools) => Returned<N> | Promise<Returned<N>>;

export type HookHandlers = { [N in HookName]?: HookHandler<N> };

/** Handlers in the order in which they were registered. */
export class HookManager {
  private readonly handlers = new Map<HookName, HookHandler<HookName>[]>();

  constructor(private readonly tools: HookTools) {}

  /** @returns takes it away again */
  register<N extends HookName>(name: N, handler: HookHandler<N>): () => void {
    const entry = handler as unknown as HookHandler<HookName>;
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), entry]);
    return () => void this.handlers.set(name, (this.handlers.get(name) ?? []).filter((other) => other !== entry));
  }

  /** @returns takes all of them away again */
  registerAll(handlers: HookHandlers): () => void {
    const removals = Object.entries(handlers).flatMap(([name, handler]) => (handler ? [this.register(name as HookName, handler as unknown as HookHandler<HookName>)] : []));
    return () => removals.forEach((remove) => remove());
  }

  /** Before the fact: what a handler throws is a veto, and reaches whoever called. */
  async run<N extends HookName>(name: N, data: HookData[N]): Promise<HookData[N]> {
    let current = data;
    for (const handler of this.handlers.get(name) ?? []) {
      const returned = await handler(current as never, this.tools);
      if (returned !== undefined) current = (name === "transformUser" && !("user" in returned) ? { user: returned } : returned) as HookData[N];
    }
    return current;
  }

  /** Behind the fact, which a handler that throws cannot undo: its error is told, and the call still says what happened. */
  async tell<N extends HookName>(name: N, data: HookData[N]): Promise<void> {
    await this.run(name, data).catch((error: unknown) => this.tools.config.onBackgroundError(error, `the hook ${name} threw`));
  }
}
