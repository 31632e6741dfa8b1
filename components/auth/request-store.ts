/** What a question to the API has come to. */
export interface RequestState<T> {
  /** The newest answer; stays while it is asked for again. */
  data: T | null;
  loading: boolean;
  /** Why the newest question came to nothing. */
  failure: Error | null;
}

const NOTHING: RequestState<never> = { data: null, loading: false, failure: null };

/** One question to the API, asked as often as wanted: the newest one counts, those before it are cancelled. */
export class RequestStore<T> {
  private state: RequestState<T> = NOTHING;
  private readonly listeners = new Set<() => void>();
  private asked: AbortController | null = null;

  /** @param personId - whose answers these are */
  constructor(readonly personId: string | null = null) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly getState = (): RequestState<T> => this.state;

  /** The answer; null where there is none, or where it was overtaken. Never rejects: `failure` says why. */
  readonly run = async (ask: (signal: AbortSignal) => Promise<T>): Promise<T | null> => {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    this.set({ ...this.state, loading: true });
    try {
      const data = await ask(asked.signal);
      if (this.asked !== asked) return null;
      this.set({ data, loading: false, failure: null });
      return data;
    } catch (error) {
      if (this.asked === asked) this.set({ ...this.state, loading: false, failure: error instanceof Error ? error : new Error(String(error)) });
      return null;
    }
  };

  /** Nobody waits any longer; what is on its way is dropped. */
  readonly stop = (): void => {
    this.asked?.abort();
    this.asked = null;
    if (this.state.loading) this.set({ ...this.state, loading: false });
  };

  private set(state: RequestState<T>): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
