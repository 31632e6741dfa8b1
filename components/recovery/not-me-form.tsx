"use client";

import { type ReactNode, useActionState } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { formatInstant } from "@/components/ui/format-instant";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface NotMeFormProps {
  /** Receives `token`. */
  action: FormAction;
  token: string;
  device: string;
  place: string | null;
  /** ISO 8601 in UTC. */
  at: string;
  /** Ways forward, as list items, when the link turns out not to work. */
  forward: ReactNode;
}

/** Shows the sign-in that a mail told of; only the button ends it. */
export function NotMeForm({ action, token, device, place, at, forward }: NotMeFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const facts = [["When", formatInstant(at)], ["Device", device], ["Place", place ?? "not known"]];
  return (
    <div className="grid gap-8">
      <AuthHeading title="Was this not you?" aside="If you know this sign-in, close this page: nothing changes." />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 rounded-lg border bg-sunken px-4 py-3 text-sm">
        {facts.map(([name, fact]) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd className="break-words">{fact}</dd>
          </div>
        ))}
      </dl>
      <form ref={form} action={submit} noValidate className="grid gap-5">
        <FormMessage state={state} />
        <input type="hidden" name="token" value={token} />
        {state.code === "INVALID_TOKEN" ? <ul className="grid gap-3 text-sm">{forward}</ul> : (
          <>
            <p className="text-sm text-muted-foreground">The button ends that session. Then we mail you a link to choose a new password.</p>
            <SubmitButton className="h-11 w-full">It was not me, end that session</SubmitButton>
          </>
        )}
      </form>
    </div>
  );
}
