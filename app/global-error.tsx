"use client";

import { TriangleAlert } from "lucide-react";
import { StatusView } from "@/components/shell/status-view";
import { Button } from "@/components/ui/button";
import "./globals.css";

/** Stands in for the root layout when that itself failed, so it leans on nothing but the stylesheet. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Something went wrong · Gatehouse</title>
        <main className="px-4 sm:px-6">
          <StatusView
            status={500}
            icon={TriangleAlert}
            title="Something went wrong on our side"
            reference={error.digest}
            actions={<Button onClick={reset}>Try again</Button>}
          >
            <p>The application could not start this page. If it keeps happening, quote the reference below to whoever runs this server.</p>
          </StatusView>
        </main>
      </body>
    </html>
  );
}
