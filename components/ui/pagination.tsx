import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonVariants } from "./button";
import { cn } from "./cn";

export interface PaginationProps {
  /** Address of the neighbouring page; absent: there is none. */
  previousHref?: string;
  nextHref?: string;
  /** Where order has better words: "Newest", "Older". */
  previousLabel?: string;
  nextLabel?: string;
  /** What is shown: "1–20 of 60". */
  summary?: ReactNode;
  /** Accessible name of the navigation. */
  label?: string;
}

/** Previous and next as plain links, for page numbers and cursors alike. A list of one page has only its summary. */
export function Pagination({ previousHref, nextHref, previousLabel = "Previous", nextLabel = "Next", summary, label = "Pages" }: PaginationProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3 sm:px-6">
      <p className="text-sm text-muted-foreground tabular-nums">{summary}</p>
      {(previousHref ?? nextHref) && (
        <div className="flex gap-2">
          <Step href={previousHref}><ChevronLeft aria-hidden="true" />{previousLabel}</Step>
          <Step href={nextHref}>{nextLabel}<ChevronRight aria-hidden="true" /></Step>
        </div>
      )}
    </nav>
  );
}

function Step({ href, children }: { href?: string; children: ReactNode }) {
  const classes = buttonVariants({ variant: "secondary", size: "sm" });
  if (href) return <Link href={href} className={classes}>{children}</Link>;
  return <span aria-disabled="true" className={cn(classes, "pointer-events-none opacity-55")}>{children}</span>;
}
