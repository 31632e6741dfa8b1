import { Activity, CircleCheck, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { actionLabel } from "./action-label";
import { refusalLabel } from "./refusal-label";

export interface ActivityRow {
  id: string;
  /** ISO 8601 */
  occurredAt: string;
  /** "user.login" */
  action: string;
  success: boolean;
  errorCode: string | null;
  ipAddress: string | null;
  deviceName: string | null;
  /** The viewer did it to the account of somebody else. */
  isOnOther: boolean;
}

export interface ActivityListProps {
  events: ActivityRow[];
  title?: string;
  description?: string;
  /** Pagination, say. */
  footer?: ReactNode;
}

/** What happened in an account, newest first. */
export function ActivityList({ events, title = "Activity", description = "What was done in your account, newest first.", footer }: ActivityListProps) {
  return (
    <Card>
      <CardHeader title={title} description={description} />
      {events.length === 0 ? (
        <EmptyState icon={Activity} title="Nothing yet" description="Sign-ins and changes will appear here." />
      ) : (
        <ol className="mt-5 divide-y border-t">{events.map((event) => <ActivityItem key={event.id} event={event} />)}</ol>
      )}
      {footer}
    </Card>
  );
}

function ActivityItem({ event }: { event: ActivityRow }) {
  const Icon = event.success ? CircleCheck : CircleX;
  const about = [event.isOnOther && "another person’s account", event.deviceName, event.ipAddress].filter(Boolean).join(" · ");
  return (
    <li className="flex items-start gap-3.5 px-5 py-3.5 sm:px-6">
      <Icon aria-hidden="true" className={`mt-0.5 size-4.5 shrink-0 ${event.success ? "text-success-text" : "text-destructive-text"}`} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-medium">{actionLabel(event.action)}</span>
          {!event.success && <Badge tone="danger">{refusalLabel(event.errorCode)}</Badge>}
        </p>
        {about && <p className="text-sm break-words text-muted-foreground">{about}</p>}
      </div>
      <RelativeTime at={event.occurredAt} className="shrink-0 text-right text-sm text-muted-foreground max-sm:max-w-24" />
    </li>
  );
}
