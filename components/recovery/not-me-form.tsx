import type { ReactNode } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import type { FormAction } from "@/components/ui/form-state";
import { formatInstant } from "@/components/ui/format-instant";
import { LinkButtonForm } from "@/components/ui/link-button-form";

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
      <LinkButtonForm action={action} token={token} label="It was not me, end that session" otherwise={forward}>
        <p className="text-sm text-muted-foreground">The button ends that session. Then we mail you a link to choose a new password.</p>
      </LinkButtonForm>
    </div>
  );
}
