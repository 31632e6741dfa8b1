"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/confirm-form";
import { Field } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { useFormAction } from "@/components/ui/use-form-action";

export interface AccountPanelProps {
  user: { id: string; name: string; hasPassword: boolean; mustChangePassword: boolean; mfaEnabled: boolean; lockedUntil: string | null; deletedAt: string | null };
  /** Each receives `id`; absent: the viewer may not. */
  requirePasswordAction?: FormAction;
  sendPasswordLinkAction?: FormAction;
  unlockAction?: FormAction;
  resetMfaAction?: FormAction;
  deleteAction?: FormAction;
  /** Receives `email` too; empty: the address that the account had. */
  restoreAction?: FormAction;
}

const nothing: FormAction = async (previous) => previous;

/** What else can be done to an account. Holds the forms' states, because each form is gone once it succeeded. */
export function AccountPanel({ user, requirePasswordAction, sendPasswordLinkAction, unlockAction, resetMfaAction, deleteAction, restoreAction }: AccountPanelProps) {
  const [required, require, requiring] = useFormAction(requirePasswordAction ?? nothing);
  const [sent, send, sending] = useFormAction(sendPasswordLinkAction ?? nothing);
  const [unlocked, unlock, unlocking] = useFormAction(unlockAction ?? nothing);
  const [reset, resetMfa, resetting] = useFormAction(resetMfaAction ?? nothing);
  const [deleted, remove, removing] = useFormAction(deleteAction ?? nothing);
  const [restored, restore, restoring] = useFormAction(restoreAction ?? nothing);
  const values = { id: user.id };
  const outcomes = [required, sent, unlocked, reset, deleted, restored].map((state, at) => <FormMessage key={at} state={state} />);
  if (user.deletedAt) {
    return (
      <Card>
        <CardHeader title="Deleted" description={<>Since <RelativeTime at={user.deletedAt} />. Names, roles and password are gone; the address it had can be opened again.</>} />
        <CardBody className="grid gap-4">
          {outcomes}
          {restoreAction && (
            <form action={restore} className="flex flex-col gap-3 sm:flex-row sm:items-end" noValidate>
              <input type="hidden" name="id" value={user.id} />
              <Field name="email" label="Another address" optional errors={restored.fields?.email} className="flex-1">
                {(control) => <Input {...control} type="email" autoComplete="off" defaultValue={restored.values?.email} />}
              </Field>
              <Button type="submit" loading={restoring}>Restore the account</Button>
            </form>
          )}
        </CardBody>
      </Card>
    );
  }
  return (
    <Card>
      <CardHeader title="Access" />
      <CardBody className="grid gap-4">
        {outcomes}
        {unlockAction && user.lockedUntil && (
          <Line text={<>Locked after too many failed sign-ins. The lock ends <RelativeTime at={user.lockedUntil} />.</>}>
            <ConfirmButton submit={unlock} pending={unlocking} values={values} label="Unlock" confirmLabel="Unlock" destructive={false} variant="secondary" title={`Unlock ${user.name}?`} description="The failed sign-ins are forgotten, and they may try again at once." />
          </Line>
        )}
        {requirePasswordAction && user.hasPassword && (
          <Line text={user.mustChangePassword ? "A new password is due at their next request." : "Make them choose a new password before they do anything else."}>
            {!user.mustChangePassword && <ConfirmButton submit={require} pending={requiring} values={values} label="Ask for a new password" confirmLabel="Ask for it" destructive={false} variant="secondary" title={`Ask ${user.name} for a new password?`} description="Open sessions stay, but can do nothing else until then." />}
          </Line>
        )}
        {sendPasswordLinkAction && (
          <Line text={user.hasPassword ? "Mail them a link with which they choose another password. The one they have works until then." : "They have no password yet. Mail them a link with which they choose one."}>
            <ConfirmButton submit={send} pending={sending} values={values} label="Send a password link" confirmLabel="Send it" destructive={false} variant="secondary" title={`Send ${user.name} a password link?`} description="The link works once, within 24 hours. Nobody but them sees the password." />
          </Line>
        )}
        {resetMfaAction && user.mfaEnabled && (
          <Line text="Signing in asks for a second factor. Remove it for somebody who has lost it, once you are sure who asks.">
            <ConfirmButton submit={resetMfa} pending={resetting} values={values} label="Remove the second factor" confirmLabel="Remove it" title={`Remove ${user.name}'s second factor?`} description="Their recovery codes and trusted devices go with it. They are told by mail." />
          </Line>
        )}
        {deleteAction && (
          <Line text="Anonymise the account and end every session.">
            <ConfirmButton submit={remove} pending={removing} values={values} label="Delete the account" confirmLabel="Delete" title={`Delete the account of ${user.name}?`} description="Names, roles and password are lost for good. The address can be restored later." />
          </Line>
        )}
      </CardBody>
    </Card>
  );
}

function Line({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
      <p className="min-w-0 flex-1 basis-60 text-muted-foreground">{text}</p>
      {children}
    </div>
  );
}
