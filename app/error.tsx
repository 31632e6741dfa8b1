"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { StatusPage } from "@/components/shell/status-page";
import { StatusView } from "@/components/shell/status-view";
import { UnavailableView } from "@/components/shell/unavailable-view";
import { Button } from "@/components/ui/button";

/** What failed stands in the server's log under the reference in the digest (lib/http/page.ts); the page never shows it. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const [kind, reference] = error.digest?.includes(":") ? error.digest.split(":") : ["ERROR", error.digest];
  if (kind === "UNAVAILABLE") return <StatusPage><UnavailableView reference={reference} retryHref="" /></StatusPage>;
  return (
    <StatusPage>
      <StatusView
        status={500}
        icon={TriangleAlert}
        title="Something went wrong on our side"
        reference={reference}
        actions={
          <>
            <Button onClick={reset}>Try again</Button>
            <Button asChild variant="secondary"><Link href="/">Back to the start</Link></Button>
          </>
        }
      >
        <p>The page could not be built. If it keeps happening, quote the reference below to whoever runs this server.</p>
      </StatusView>
    </StatusPage>
  );
}
