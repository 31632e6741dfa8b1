"use client";

import { Ban } from "lucide-react";
import { useActionState } from "react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/confirm-form";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { BanForm } from "./ban-form";
import type { UserDetail } from "./user-summary";

export interface BanPanelProps {
  user: Pick<UserDetail, "id" | "name" | "ban">;
  /** Receives `id`, `reason`, `duration_hours`. Absent: the viewer may not. */
  banAction?: FormAction;
  /** Receives `id`. */
  unbanAction?: FormAction;
}

const nothing: FormAction = async (previous) => previous;

/**
 * Whether somebody is kept out, since when and why, with the way to change it. Holds both forms' states, because each form
 * is gone as soon as it succeeded, and its word with it.
 */
export function BanPanel({ user, banAction, unbanAction }: BanPanelProps) {
  const [banned, ban] = useActionState(banAction ?? nothing, emptyFormState);
  const [lifted, lift, lifting] = useActionState(unbanAction ?? nothing, emptyFormState);
  return (
    <>
      {banned.ok && <FormMessage state={banned} />}
      <FormMessage state={lifted} />
      {!user.ban && banAction && <BanForm userId={user.id} name={user.name} state={banned} submit={ban} />}
      {user.ban && (
        <Card className="border-destructive-text/40">
          <CardHeader
            title={<span className="flex items-center gap-2 text-destructive-text"><Ban aria-hidden="true" className="size-4" />Banned</span>}
            description={<>Banned <RelativeTime at={user.ban.bannedAt} />, {user.ban.expiresAt ? <>ends <RelativeTime at={user.ban.expiresAt} /></> : "lasts until somebody lifts it"}.</>}
            action={unbanAction && (
              <ConfirmButton
                submit={lift} pending={lifting} values={{ id: user.id }} label="Lift the ban" confirmLabel="Lift the ban" destructive={false} variant="secondary"
                title={`Let ${user.name} in again?`} description="They can sign in from now on. Sessions that were ended stay ended."
              />
            )}
          />
          <CardBody className="grid gap-1 text-sm">
            <p className="text-muted-foreground">Reason</p>
            <p className="break-words whitespace-pre-line">{user.ban.reason ?? "None was given."}</p>
          </CardBody>
        </Card>
      )}
    </>
  );
}
