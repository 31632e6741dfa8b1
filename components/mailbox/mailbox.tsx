import { Mail, MailOpen } from "lucide-react";
import Link from "next/link";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { DisclosureSummary } from "@/components/ui/disclosure-summary";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchField } from "@/components/ui/search-field";

export interface MailboxMessage {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  sent_at: string;
}

export interface MailboxProps {
  /** Newest first. */
  messages: MailboxMessage[];
  /** The address that the list is narrowed to; empty: all. */
  to: string;
  /** One of each kind, in place of what was sent. */
  isSamples: boolean;
  selectedId?: string;
  /** Through what mail leaves, so that none comes here; null: it stays. */
  carrier: string | null;
}

type Shown = Pick<MailboxProps, "to" | "isSamples">;

const hrefOf = (id: string, { to, isSamples }: Shown) =>
  `/dev/mailbox?${new URLSearchParams({ ...(to && { to }), ...(isSamples && { samples: "true" }), message: id })}`;

function described({ isSamples, carrier }: Pick<MailboxProps, "isSamples" | "carrier">): string {
  if (isSamples) return "Each mail this app can send, with made-up values. None of them was sent.";
  if (carrier) return `Mail leaves through ${carrier}. Only what was sent before that is here.`;
  return "Every mail this app sends in development stays here. Nothing leaves this machine.";
}

/** Mail that never left the house, as its reader would see it: the HTML in a sandbox, the text beside it. */
export function Mailbox({ messages, to, isSamples, selectedId, carrier }: MailboxProps) {
  const selected = messages.find(({ id }) => id === selectedId) ?? messages[0];
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6">
      <PageHeader
        title={isSamples ? "Samples of every mail" : "Mailbox"}
        description={described({ isSamples, carrier })}
        actions={<Link href={isSamples ? "/dev/mailbox" : "/dev/mailbox?samples=true"} className="link text-sm">{isSamples ? "Back to the mailbox" : "Samples of every mail"}</Link>}
      />
      <Card className="overflow-hidden">
        {!isSamples && (
          <FilterBar path="/dev/mailbox" label="Find mail" active={to !== ""}>
            <SearchField label="Address" name="to" placeholder="Address" defaultValue={to} className="max-sm:flex-1 sm:w-72" />
          </FilterBar>
        )}
        {selected ? (
          <div className="grid lg:grid-cols-[20rem_minmax(0,1fr)]">
            <MessageList messages={messages} shown={{ to, isSamples }} selectedId={selected.id} />
            <Message message={selected} />
          </div>
        ) : (
          <EmptyState icon={MailOpen} title="No mail yet" description={carrier ? "Mail stays here where no mail service is configured." : "Sign up with any address: a welcome mail arrives here within seconds."} />
        )}
      </Card>
    </div>
  );
}

function MessageList({ messages, shown, selectedId }: { messages: MailboxMessage[]; shown: Shown; selectedId: string }) {
  return (
    <ol aria-label="Messages" className="max-h-80 divide-y overflow-y-auto border-b lg:max-h-[70dvh] lg:border-b-0">
      {messages.map(({ id, subject, to: address, sent_at }) => (
        <li key={id}>
          <Link
            href={hrefOf(id, shown)}
            aria-current={id === selectedId ? "true" : undefined}
            className={cn("grid gap-1 px-5 py-3.5 text-sm hover:bg-accent", id === selectedId && "bg-accent")}
          >
            <span className="truncate font-medium">{subject}</span>
            <span className="truncate text-muted-foreground">{address}</span>
            <RelativeTime at={sent_at} className="text-muted-foreground" />
          </Link>
        </li>
      ))}
    </ol>
  );
}

function Message({ message }: { message: MailboxMessage }) {
  return (
    <article className="grid min-w-0 content-start gap-4 p-5 sm:p-6 lg:border-l">
      <header className="grid gap-1">
        <h2 className="flex items-center gap-2 text-lg font-semibold">
          <Mail aria-hidden="true" className="size-5 shrink-0 text-muted-foreground" />
          <span className="min-w-0 break-words">{message.subject}</span>
        </h2>
        <p className="text-sm text-muted-foreground">To {message.to}</p>
      </header>
      {/* No scripts and no origin: a mail's HTML is never trusted, not even our own. */}
      <iframe
        title={`HTML of “${message.subject}”`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={`<base target="_blank">${message.html}`}
        className="h-[min(80dvh,48rem)] w-full rounded-lg border bg-sunken"
      />
      <details>
        <DisclosureSummary>Plain text</DisclosureSummary>
        <pre className="mt-3 overflow-x-auto rounded-lg border bg-sunken p-4 text-sm whitespace-pre-wrap">{message.text}</pre>
      </details>
    </article>
  );
}
