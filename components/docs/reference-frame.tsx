import type { ReactNode } from "react";
import { SiteFooter } from "@/components/shell/site-footer";
import { SiteHeader } from "@/components/shell/site-header";

export interface ReferenceFrameProps {
  signedIn: boolean;
  children: ReactNode;
}

/** Around the pages of the API reference. */
export function ReferenceFrame({ signedIn, children }: ReferenceFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader signedIn={signedIn} />
      <main id="content" tabIndex={-1} className="mx-auto grid w-full max-w-6xl flex-1 content-start gap-10 px-4 py-10 outline-none sm:px-6 sm:py-14">
        {children}
      </main>
      <SiteFooter />
    </div>
  );
}
