"use client";

import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFormFocus } from "@/components/ui/use-form-focus";

export interface DeleteAccountFormProps {
  /** Receives `confirm`. */
  action: FormAction;
  /** What has to be typed. */
  username: string;
  /** For how long it can be taken back; 0: it cannot. */
  graceDays: number;
}

const days = (count: number) => (count === 1 ? "1 day" : `${count} days`);

/** Asks for the username, so that nobody deletes their account by a slip. */
export function DeleteAccountForm({ action, username, graceDays }: DeleteAccountFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFormFocus(state);
  const what = "You are signed out everywhere at once, and your profile, your roles and your ways to sign in are deleted.";
  const when = graceDays > 0 ? ` That happens after ${days(graceDays)}; sign in before then, and you can keep the account.` : " That cannot be taken back.";
  return (
    <Card className="border-destructive-text/30">
      <CardHeader title="Delete your account" description={what + when} />
      <form ref={form} action={submit} noValidate>
        <CardBody className="grid gap-5">
          <FormMessage state={state} />
          <Field name="confirm" label={<>Type <span className="font-mono">{username}</span> to confirm</>} errors={state.fields?.confirm} required>
            {(control) => <Input {...control} autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={254} defaultValue={state.values?.confirm} />}
          </Field>
        </CardBody>
        <CardFooter className="justify-end"><SubmitButton variant="destructive">Delete my account</SubmitButton></CardFooter>
      </form>
    </Card>
  );
}
