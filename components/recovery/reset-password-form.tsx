"use client";

import Link from "next/link";
import { useActionState } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { useFormFocus } from "@/components/ui/use-form-focus";
import { ResetFields } from "./reset-fields";

export interface ResetPasswordFormProps {
  title: string;
  /** Receives `token` and `new_password`. */
  action: FormAction;
  token: string;
}

/** Behind a link of a mail that works. */
export function ResetPasswordForm({ title, action, token }: ResetPasswordFormProps) {
  const [state, submit] = useActionState(action, emptyFormState);
  const form = useFormFocus(state);
  return (
    <div className="grid gap-8">
      <AuthHeading title={title} />
      <form ref={form} action={submit} noValidate className="grid gap-5">
        <FormMessage state={state} />
        {state.code === "INVALID_TOKEN" && <p className="text-sm"><Link href="/forgot-password" className="link">Ask for a new link</Link></p>}
        <input type="hidden" name="token" value={token} />
        <ResetFields errors={state.fields?.new_password} />
      </form>
    </div>
  );
}
