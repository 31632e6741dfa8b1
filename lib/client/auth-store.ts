import type { AuthUser } from "./auth-wire";

export interface AuthState {
  user: AuthUser | null;
  isAuthenticated: boolean;
  /** Nobody knows yet whether anybody is signed in. */
  loading: boolean;
  isRefreshingToken: boolean;
}

/** What is known when a client is made: of a page that was rendered for somebody, the person. `user: null`: nobody is signed in. */
export type InitialState = Partial<Pick<AuthState, "user" | "isAuthenticated">>;

/** Who is signed in, as a store that React, Vue, Svelte and plain scripts can watch. Only the clients write to it. */
export class AuthStore {
  private readonly listeners = new Set<() => void>();
  private readonly initial: AuthState;
  private state: AuthState;

  constructor({ user, isAuthenticated = Boolean(user) }: InitialState = {}) {
    this.initial = { user: user ?? null, isAuthenticated, loading: user === undefined && !isAuthenticated, isRefreshingToken: false };
    this.state = this.initial;
  }

  /** The same object until something changes. */
  getSnapshot = (): AuthState => this.state;

  /** As the page was rendered, for hydration. */
  getServerSnapshot = (): AuthState => this.initial;

  /** @returns ends it */
  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  set(changes: Partial<AuthState>): void {
    const next = { ...this.state, ...changes };
    const isSame = (Object.keys(next) as (keyof AuthState)[]).every((key) => next[key] === this.state[key]);
    if (isSame) return;
    this.state = next;
    for (const listener of [...this.listeners]) listener();
  }
}
