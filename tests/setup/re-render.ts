import * as React from "react";

interface Effect {
  deps?: readonly unknown[];
  cleanUp?: (() => void) | void;
  run: () => (() => void) | void;
  isDue: boolean;
}

interface Form<S> {
  state: S;
  send: (form: FormData) => void;
}

const internals = (React as unknown as Record<string, { H: object | null }>).__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE;

const hasChanged = (before: readonly unknown[] | undefined, after: readonly unknown[] | undefined): boolean =>
  !before || !after || before.some((value, at) => !Object.is(value, after[at]));

const isEffect = (slot: unknown): slot is Effect => typeof slot === "object" && slot !== null && "isDue" in slot;

/**
 * A component or hook that is rendered as often as wanted, without a browser: state, refs, effects and the states of forms keep
 * their place between two renders, everything else is made anew. Nothing renders by itself: what changed shows at the next `render`.
 */
export class Rendering<Props, Result> {
  private readonly slots: unknown[] = [];
  private at = 0;
  private sending: Promise<unknown> = Promise.resolve();

  /** @param contexts - what stands above it, by context */
  constructor(private readonly component: (props: Props) => Result, private readonly contexts = new Map<unknown, unknown>()) {
    if (!internals) throw new Error("this React keeps its hooks somewhere else");
  }

  render(props: Props): Result {
    if (!internals) throw new Error("unreachable");
    const before = internals.H;
    internals.H = this.dispatcher;
    this.at = 0;
    try {
      return this.component(props);
    } finally {
      internals.H = before;
      this.runEffects();
    }
  }

  /** As where the component goes. */
  end(): void {
    for (const slot of this.slots) if (isEffect(slot)) slot.cleanUp?.();
  }

  /** Resolves once every form that was sent has its answer. */
  async answered(): Promise<void> {
    await this.sending;
    await new Promise((resolve) => setTimeout(resolve));
  }

  private kept<T>(make: () => T): T {
    const at = this.at++;
    if (!(at in this.slots)) this.slots[at] = make();
    return this.slots[at] as T;
  }

  private runEffects(): void {
    for (const slot of this.slots) {
      if (!isEffect(slot) || !slot.isDue) continue;
      slot.isDue = false;
      slot.cleanUp?.();
      slot.cleanUp = slot.run();
    }
  }

  private readonly dispatcher = {
    useState: <S>(initial: S | (() => S)) => {
      const kept = this.kept(() => ({ state: typeof initial === "function" ? (initial as () => S)() : initial }));
      return [kept.state, (next: S | ((before: S) => S)) => void (kept.state = typeof next === "function" ? (next as (before: S) => S)(kept.state) : next)];
    },
    useRef: <T>(initial: T) => this.kept(() => ({ current: initial })),
    useMemo: <T>(make: () => T) => make(),
    useCallback: <F>(callback: F) => callback,
    useSyncExternalStore: <T>(_subscribe: unknown, read: () => T) => read(),
    use: <T>(context: { _currentValue: T }) => (this.contexts.has(context) ? this.contexts.get(context) : context._currentValue),
    useEffect: (run: Effect["run"], deps?: readonly unknown[]) => {
      const effect = this.kept<Effect>(() => ({ run, isDue: false }));
      effect.isDue = hasChanged(effect.deps, deps);
      Object.assign(effect, { run, deps });
    },
    useActionState: <S>(action: (state: S, form: FormData) => Promise<S>, initial: S) => {
      const form = this.kept<Form<S>>(() => {
        const made: Form<S> = { state: initial, send: (sent) => (this.sending = action(made.state, sent).then((state) => (made.state = state))) };
        return made;
      });
      return [form.state, form.send, false];
    },
  };
}
