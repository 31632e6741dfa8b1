import { KeyRound } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import { EmptyState } from "@/components/ui/empty-state";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import type { WirePasskey } from "@/lib/features/passkeys/schema";
import { AddPasskey, type AddPasskeyProps } from "./add-passkey";
import { RenamePasskey } from "./rename-passkey";

export interface PasskeyListProps {
  passkeys: WirePasskey[];
  /** Absent: none can be added here. */
  add?: AddPasskeyProps;
  /** Receives `id` and `name`. */
  renameAction: FormAction;
  /** Receives `id`. */
  removeAction: FormAction;
}

/** The passkeys of an account: named, renamed and removed with or without JavaScript; adding one needs it. */
export function PasskeyList({ passkeys, add, renameAction, removeAction }: PasskeyListProps) {
  return (
    <Card id="passkeys">
      <CardHeader title="Passkeys" description="Sign in with your fingerprint, face or device PIN. Nothing that could be stolen from us, and nothing to type." />
      {passkeys.length === 0 ? (
        <EmptyState icon={KeyRound} title="No passkeys yet" description="A passkey stays on your devices, and works on this site alone." className="py-8" />
      ) : (
        <ul className="mt-5 divide-y border-t">
          {passkeys.map((passkey) => <PasskeyItem key={passkey.id} {...{ passkey, renameAction, removeAction }} />)}
        </ul>
      )}
      {add && <CardBody className="border-t"><AddPasskey {...add} /></CardBody>}
    </Card>
  );
}

interface PasskeyItemProps extends Pick<PasskeyListProps, "renameAction" | "removeAction"> {
  passkey: WirePasskey;
}

function PasskeyItem({ passkey: { id, name, created_at, last_used_at, is_synced }, renameAction, removeAction }: PasskeyItemProps) {
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 px-5 py-4 sm:px-6">
      <KeyRound aria-hidden="true" className="mt-0.5 size-5 text-muted-foreground" />
      <div className="grid min-w-0 flex-1 basis-52 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          <span className="break-words">{name}</span>
          <Badge>{is_synced ? "Synced" : "On one device"}</Badge>
        </p>
        <p className="text-sm text-muted-foreground">
          Added <RelativeTime at={created_at} /> · {last_used_at ? <>last used <RelativeTime at={last_used_at} /></> : "never used"}
        </p>
        <RenamePasskey id={id} name={name} action={renameAction} />
      </div>
      <ConfirmForm
        action={removeAction} values={{ id }} label="Remove" ariaLabel={`Remove passkey ${name}`} confirmLabel="Remove passkey"
        title="Remove this passkey?" description={`${name} no longer signs you in here. If it is your only way in, it cannot be removed.`}
      />
    </li>
  );
}
