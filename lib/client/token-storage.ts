import type { StorageAdapter } from "./storage-adapter";

/**
 * The names under which react-headless-auth keeps its tokens, so that its people stay signed in when a product moves
 * over. `blocked` is its own alone: we only take it away.
 */
const KEYS = { access: "auth_access_token", refresh: "auth_refresh_token", mark: "auth_session_mark", blocked: "auth_cookies_blocked" } as const;

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
}

/** What is kept of the session, as it was at one moment. */
export interface Held {
  /** null: the session is in cookies, which no script reads, or there is none. */
  tokens: TokenPair | null;
  /** The same for as long as it is the same sign-in; "" for one that this client has not seen begin. */
  session: string;
  /** Another one after each sign-in, renewal and sign-out, in whichever tab. Holds no secret. */
  generation: string;
  /** The last thing known of the session: that it lives, or that it ended; neither for one that this client has not seen. */
  isIn: boolean;
  isOut: boolean;
}

/** Names no secret, so it need not be hard to guess; React Native has no crypto. */
const newMark = () => Math.random().toString(36).slice(2, 12);

/** Tokens of clients that cannot keep cookies, and a mark by which tabs see what another one did to the session. */
export class TokenStorage {
  constructor(readonly adapter: StorageAdapter) {}

  async read(): Promise<Held> {
    const [accessToken, refreshToken, mark] = await Promise.all([KEYS.access, KEYS.refresh, KEYS.mark].map((key) => this.adapter.getItem(key)));
    const [state, session = ""] = (mark ?? "").split(".");
    const tokens = accessToken && refreshToken ? { accessToken, refreshToken } : null;
    return { tokens, session, generation: mark ?? "", isIn: tokens !== null || state === "in", isOut: state === "out" };
  }

  /** Another person, or the same one anew. */
  begin = (tokens: TokenPair | null): Promise<void> => this.write(tokens, `in.${newMark()}.${newMark()}`);

  /** The same session goes on. */
  renew = (tokens: TokenPair | null, { session }: Held): Promise<void> => this.write(tokens, `in.${session}.${newMark()}`);

  /** Nothing is left but the news of it, for the other tabs. */
  end = (): Promise<void> => this.write(null, `out.${newMark()}`);

  /** Its own keys alone: everything else in there is the product's. The mark comes last: who sees it sees the tokens that go with it. */
  private async write(tokens: TokenPair | null, mark: string): Promise<void> {
    await this.adapter.removeItem(KEYS.blocked);
    if (tokens) {
      await this.adapter.setItem(KEYS.refresh, tokens.refreshToken);
      await this.adapter.setItem(KEYS.access, tokens.accessToken);
    } else {
      await this.adapter.removeItem(KEYS.access);
      await this.adapter.removeItem(KEYS.refresh);
    }
    await this.adapter.setItem(KEYS.mark, mark);
  }
}
