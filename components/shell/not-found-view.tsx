import { Signpost } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { StatusView } from "./status-view";

export interface NotFoundViewProps {
  title?: string;
  description?: string;
  backHref?: string;
  backLabel?: string;
  reference?: string;
}

/** 404, also for what exists but is not this viewer's. */
export function NotFoundView({
  title = "Page not found",
  description = "The address may be mistyped, or the page is gone.",
  backHref = "/",
  backLabel = "Back to the home page",
  reference,
}: NotFoundViewProps) {
  return (
    <StatusView status={404} icon={Signpost} title={title} reference={reference} actions={<Button asChild><Link href={backHref}>{backLabel}</Link></Button>}>
      <p>{description}</p>
    </StatusView>
  );
}
