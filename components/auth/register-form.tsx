"use client";

import { type ReactNode, useActionState } from "react";
import type { ExtraField } from "@/components/account/extra-fields";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { AuthHeading } from "./auth-heading";
import { PersonFields } from "./person-fields";

export interface RegisterFormProps {
  action: FormAction;
  returnTo?: string;
  /** Where to sign in, for those who have an account. */
  loginLink?: ReactNode;
  /** Fields of the product's own. */
  extra?: ExtraField[];
  /** Other ways to begin, below the form: `<ProviderButtons … />`. */
  alternatives?: ReactNode;
}

/** Sign up. Name and username are optional; the server makes a username where none is given. */
export function RegisterForm({ action, returnTo, loginLink, extra = [], alternatives }: RegisterFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <div className="grid gap-8">
      <AuthHeading title="Create your account" aside={loginLink && <>Have one already? {loginLink}</>} />
      <form ref={form} action={submit} noValidate className="grid gap-5">
        <FormMessage state={state} />
        {returnTo && <input type="hidden" name="return_to" value={returnTo} />}
        <PersonFields state={state} extra={extra} />
        <SubmitButton className="h-11 w-full">Create account</SubmitButton>
      </form>
      {alternatives}
    </div>
  );
}
