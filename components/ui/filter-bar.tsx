import Form from "next/form";
import Link from "next/link";
import { useId, type ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { DisclosureSummary } from "./disclosure-summary";
import { Label } from "./label";
import { SubmitButton } from "./submit-button";

export interface FilterBarProps {
  /** The list's own path; the filters become its query. */
  path: string;
  /** Accessible name: "Filter users". */
  label: string;
  /** Whether any filter is set; offers to clear them. */
  active: boolean;
  /** `MoreFilters`: stands on the line of the buttons until it is opened. */
  more?: ReactNode;
  children: ReactNode;
}

/** A GET form: filters live in the address, so they can be shared, and need no JavaScript. */
export function FilterBar({ path, label, active, more, children }: FilterBarProps) {
  return (
    <Form action={path} role="search" aria-label={label} className="flex flex-wrap items-end gap-3 border-b p-4 sm:px-6">
      {children}
      <div className={cn("flex flex-wrap items-end gap-3", more && "flex-[1_1_15rem] has-[details[open]]:basis-full")}>
        {more}
        <div className="flex shrink-0 gap-2">
          <SubmitButton variant="secondary">Apply</SubmitButton>
          {active && <Button asChild variant="ghost"><Link href={path}>Clear</Link></Button>}
        </div>
      </div>
    </Form>
  );
}

export interface FilterFieldProps {
  label: string;
  /** Shares its line with another one on a phone. */
  half?: boolean;
  className?: string;
  /** Receives the id that the label points to. */
  children: (id: string) => ReactNode;
}

/** A small labelled control inside the bar. */
export function FilterField({ label, half, className = "sm:w-44", children }: FilterFieldProps) {
  const id = useId();
  return (
    <div className={cn("grid min-w-0 gap-1.5", half ? "max-sm:flex-[1_1_8rem]" : "max-sm:basis-full", className)}>
      <Label htmlFor={id}>{label}</Label>
      {children(id)}
    </div>
  );
}

/** Filters that few need. `isOpen` where one of them is set, so that nothing narrows the list unseen. */
export function MoreFilters({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  return (
    <details className="flex-1 self-center open:basis-full" open={isOpen}>
      <DisclosureSummary>More filters</DisclosureSummary>
      <div className="flex flex-wrap items-end gap-3 pt-2">{children}</div>
    </details>
  );
}
