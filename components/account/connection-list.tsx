import { ProviderMark } from "@/components/auth/provider-mark";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Connection } from "@/lib/features/connections/schema";

interface Door {
  name: string;
  label: string;
  href: string;
}

export interface ConnectionListProps {
  connections: Connection[];
  /** The providers that can be connected. */
  doors: Door[];
  /** Receives `id`. */
  disconnectAction: FormAction;
}

const NAMES: Record<string, string> = { google: "Google", microsoft: "Microsoft", github: "GitHub", apple: "Apple", oidc: "Single sign-on" };

/** By which providers the viewer may sign in, and those that may be added. */
export function ConnectionList({ connections, doors, disconnectAction }: ConnectionListProps) {
  const nameOf = (provider: string) => doors.find((door) => door.name === provider)?.label ?? NAMES[provider] ?? provider;
  const open = doors.filter((door) => !connections.some(({ provider }) => provider === door.name));
  if (connections.length + open.length === 0) return null;
  return (
    <Card id="connections">
      <CardHeader title="Connected providers" description="Whoever can sign in there can sign in here." />
      {connections.length > 0 && (
        <ul className="mt-5 divide-y border-t">
          {connections.map((connection) => (
            <ConnectionItem key={connection.id} connection={connection} name={nameOf(connection.provider)} disconnectAction={disconnectAction} />
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <CardBody className={connections.length > 0 ? "flex flex-wrap gap-3 border-t" : "flex flex-wrap gap-3"}>
          {open.map(({ name, label, href }) => (
            <Button key={name} asChild variant="secondary"><a href={href}><ProviderMark name={name} />Connect {label}</a></Button>
          ))}
        </CardBody>
      )}
    </Card>
  );
}

function ConnectionItem({ connection, name, disconnectAction }: { connection: Connection; name: string; disconnectAction: FormAction }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-4 sm:px-6">
      <ProviderMark name={connection.provider} />
      <div className="grid min-w-0 flex-1 basis-52 gap-0.5">
        <p className="font-medium">{name}</p>
        <p className="text-sm break-words text-muted-foreground">
          {connection.email ? `${connection.email} · ` : ""}connected <RelativeTime at={connection.created_at} />
        </p>
      </div>
      <ConfirmForm
        action={disconnectAction} values={{ id: connection.id }} label="Disconnect" ariaLabel={`Disconnect ${name}`}
        confirmLabel="Disconnect" title={`Disconnect ${name}?`} description={`${name} no longer signs you in here. If it is your only way in, it cannot be disconnected.`}
      />
    </li>
  );
}
