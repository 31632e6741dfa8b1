import { Ban } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import type { FormAction } from "@/components/ui/form-state";
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

/** Whether somebody is kept out, since when and why, with the way to change it. */
export function BanPanel({ user, banAction, unbanAction }: BanPanelProps) {
  if (!user.ban) return banAction ? <BanForm userId={user.id} name={user.name} action={banAction} /> : null;
  const { reason, bannedAt, expiresAt } = user.ban;
  return (
    <Card className="border-destructive-text/40">
      <CardHeader
        title={<span className="flex items-center gap-2 text-destructive-text"><Ban aria-hidden="true" className="size-4" />Banned</span>}
        description={<>Since <RelativeTime at={bannedAt} />, {expiresAt ? <>until <RelativeTime at={expiresAt} /></> : "until somebody lifts it"}.</>}
        action={unbanAction && (
          <ConfirmForm
            action={unbanAction} values={{ id: user.id }} label="Lift the ban" confirmLabel="Lift the ban" destructive={false} variant="secondary"
            title={`Let ${user.name} in again?`} description="They can sign in from now on. Sessions that were ended stay ended."
          />
        )}
      />
      <CardBody className="grid gap-1 text-sm">
        <p className="text-muted-foreground">Reason</p>
        <p className="break-words whitespace-pre-line">{reason ?? "None was given."}</p>
      </CardBody>
    </Card>
  );
}
