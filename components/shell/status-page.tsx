import type { ReactNode } from "react";
import { SiteHeader } from "./site-header";

/** A status view as a page of its own, outside the app's shell. */
export function StatusPage({ signedIn, children }: { signedIn?: boolean; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader signedIn={signedIn} />
      <main id="content" tabIndex={-1} className="flex-1 px-4 outline-none sm:px-6">{children}</main>
    </div>
  );
}
