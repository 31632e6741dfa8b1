import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** The line that opens a `details`: an arrow that turns, and words that keep clear of it where they need a second line. */
export function DisclosureSummary({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <summary className={cn("flex w-fit list-none items-start gap-1.5 rounded-sm py-1 text-sm text-muted-foreground hover:text-foreground", className)}>
      <ChevronRight aria-hidden="true" className="mt-0.5 size-4 shrink-0 transition-transform in-[details[open]]:rotate-90" />
      <span>{children}</span>
    </summary>
  );
}
