"use client";

import { useEffect } from "react";
import { toast } from "sonner";
import { Alert } from "./alert";
import type { FormState } from "./form-state";

/** Refusals that somebody else has to look into, so the reference is worth showing. */
const quotable: ReadonlySet<string> = new Set(["INTERNAL_ERROR", "UNAVAILABLE", "FORBIDDEN", "CSRF"]);

/** A form's outcome: trouble as an alert in its place; success as a toast, and as text where no script runs. */
export function FormMessage({ state, className }: { state: FormState; className?: string }) {
  useEffect(() => {
    if (state.ok && state.message) toast.success(state.message);
  }, [state]);
  if (!state.message) return null;
  if (state.ok) return <noscript><Alert tone="success" className={className}>{state.message}</Alert></noscript>;
  return (
    <Alert tone={state.code === "RATE_LIMIT_EXCEEDED" ? "warning" : "danger"} className={className} tabIndex={-1} data-form-message>
      {sentenceOf(state)}
      {state.stepUp?.href && <> <a href={state.stepUp.href} className="link">Confirm it</a>, then send this again.</>}
      {state.requestId && quotable.has(state.code ?? "INTERNAL_ERROR") && <span className="mt-1 block font-mono text-xs break-all opacity-85">Reference {state.requestId}</span>}
    </Alert>
  );
}

/** As people read it: the number that the API's sentence bears is for programs, and a wait that is known needs no vaguer one beside it. */
function sentenceOf({ message = "", retryAfterSeconds }: FormState): string {
  const plain = message.replace(/ \(\d{3}\)(?=[.,])/, "");
  if (retryAfterSeconds === undefined) return plain;
  return `${plain.replace(/ Wait a little and try again\.$/, "")} ${waitSentence(retryAfterSeconds)}`;
}

function waitSentence(seconds: number): string {
  if (seconds < 90) return `Try again in ${Math.max(1, Math.ceil(seconds))} seconds.`;
  if (seconds < 90 * 60) return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
  if (seconds < 36 * 3600) return `Try again in ${Math.ceil(seconds / 3600)} hours.`;
  return `Try again in ${Math.ceil(seconds / 86_400)} days.`;
}
