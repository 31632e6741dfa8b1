"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { StatusPage } from "@/components/shell/status-page";
import { StatusView } from "@/components/shell/status-view";
import { Button } from "@/components/ui/button";

/** What failed stands in the server's log under the digest, which is the request's id (lib/http/page.ts). */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <StatusPage>
      <StatusView
        status={500}
        icon={TriangleAlert}
        title="Something went wrong on our side"
        reference={error.digest}
        actions={
          <>
            <Button onClick={reset}>Try again</Button>
            <Button asChild variant="secondary"><Link href="/">Back to the home page</Link></Button>
          </>
        }
      >
        <p>The page could not be built. If it keeps happening, quote the reference below to whoever runs this server.</p>
      </StatusView>
    </StatusPage>
  );
}
