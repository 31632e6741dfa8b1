"use client";

import type { ExtraField } from "@/components/account/extra-fields";
import { PersonFields } from "@/components/auth/person-fields";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { LookAgain } from "./look-again";

export interface AcceptFormProps {
  /** Receives `token`, and what a registration asks for but the address. */
  action: FormAction;
  token: string;
  email: string;
  /** Fields of the product's own. */
  extra?: ExtraField[];
}

/** For somebody without an account. The address is not theirs to choose here: the link has proved it. */
export function AcceptForm({ action, token, email, extra = [] }: AcceptFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  return (
    <form ref={form} action={submit} noValidate className="grid gap-5">
      <FormMessage state={state} />
      <LookAgain state={state} token={token} />
      <input type="hidden" name="token" value={token} />
      <PersonFields state={state} extra={extra} email={email} />
      <SubmitButton className="h-11 w-full">Create account and join</SubmitButton>
    </form>
  );
}
