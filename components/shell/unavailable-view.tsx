import { CloudOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { StatusView } from "./status-view";

export interface UnavailableViewProps {
  reference?: string;
  /** Where "Try again" leads: the page itself. */
  retryHref: string;
}

/** 503: a part that the page needs, the database as a rule, does not answer. */
export function UnavailableView({ reference, retryHref }: UnavailableViewProps) {
  return (
    <StatusView
      status={503}
      icon={CloudOff}
      title="We cannot reach our database"
      reference={reference}
      // A full load on purpose: a client-side navigation could show a cached answer.
      actions={<Button asChild><a href={retryHref}>Try again</a></Button>}
    >
      <p>Nothing is lost: what was saved stays saved, and you stay signed in. This usually passes within a minute.</p>
    </StatusView>
  );
}
