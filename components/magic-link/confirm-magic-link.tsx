"use client";

import { type ReactNode, useActionState } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface ConfirmMagicLinkProps {
  /** Receives `token`, `remember_me` and `return_to`. */
  action: FormAction;
  token: string;
  /** Whom it signs in: nobody is to get into an account that somebody else has mailed them. */
  email: string;
  returnTo?: string;
  /** Who is signed in here already, if that is somebody else. */
  signedInAs?: string;
  /** Where to go instead. */
  otherwise: ReactNode;
  /** Ways forward, as list items, when the link turns out not to work. */
  forward: ReactNode;
}

/** Behind the link of the mail. Opening it has changed nothing; the button signs in. */
export function ConfirmMagicLink({ action, token, email, returnTo, signedInAs, otherwise, forward }: ConfirmMagicLinkProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  const isDead = state.code === "INVALID_TOKEN";
  return (
    <div className="grid gap-8">
      <AuthHeading title="Sign in" aside={<>As <strong className="break-words text-foreground">{email}</strong></>} />
      {signedInAs && <Alert tone="info">You are signed in as {signedInAs} here. Signing in ends that session.</Alert>}
      <form ref={form} action={submit} className="grid gap-5">
        <FormMessage state={state} />
        {isDead ? <ul className="grid gap-3 text-sm">{forward}</ul> : (
          <>
            <input type="hidden" name="token" value={token} />
            {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
            <Checkbox name="remember_me" value="true" defaultChecked label="Keep me signed in on this device" />
            <SubmitButton className="h-11 w-full">Sign in</SubmitButton>
          </>
        )}
      </form>
      {!isDead && <p className="text-sm text-muted-foreground">Not your account? Close this page, or {otherwise}.</p>}
    </div>
  );
}
