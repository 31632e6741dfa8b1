import { useEffect, useRef, type RefObject } from "react";
import type { FormState } from "./form-state";

/** After a refused submit, focus goes to the first field with an error, or to the form's message (WCAG 3.3.1). */
export function useFormFocus(state: FormState): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.ok || (!state.message && !state.fields)) return;
    const target = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
      ?? form.current?.querySelector<HTMLElement>("[data-form-message]");
    target?.focus();
  }, [state]);
  return form;
}
