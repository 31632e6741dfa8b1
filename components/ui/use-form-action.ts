"use client";

import { createContext, startTransition, use, useActionState, useEffect, useRef, useSyncExternalStore } from "react";
import { emptyFormState, type FormState } from "./form-state";

/**
 * What can be done about a refusal before the same form is sent once more: a promise of whether that was done. undefined:
 * nothing can.
 */
export type Remedy = (refused: FormState) => Promise<boolean> | undefined;

export const RemedyContext = createContext<Remedy>(() => undefined);

const unchanging = () => () => undefined;

/**
 * As `useActionState`, for forms whose refusal may be mended in place: what was sent is kept and sent again, files and
 * passwords too, which a form loses when it is refused. Before the page has hydrated, and without JavaScript, the form posts
 * as forms do.
 */
export function useFormAction<S extends FormState = FormState>(
  action: (previous: S, form: FormData) => Promise<S>,
  initial = emptyFormState as Awaited<S>,
): [state: S, send: (form: FormData) => void, isPending: boolean] {
  const remedy = use(RemedyContext);
  const [state, dispatch, isPending] = useActionState<S, FormData>(action, initial);
  const sent = useRef<FormData | null>(null);
  const isHydrated = useSyncExternalStore(unchanging, () => true, () => false);

  useEffect(() => {
    const form = sent.current;
    sent.current = null;
    if (!form || state.ok) return;
    let isCurrent = true;
    void remedy(state)?.then((isMended) => {
      if (!isMended || !isCurrent) return;
      sent.current = form;
      startTransition(() => dispatch(form));
    });
    return () => {
      isCurrent = false;
    };
  }, [state, remedy, dispatch]);

  function send(form: FormData) {
    sent.current = form;
    dispatch(form);
  }
  // The function that React gives is the one that posts without a script; a function of ours would not.
  return [state, isHydrated ? send : dispatch, isPending];
}
