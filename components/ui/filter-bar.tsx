import Form from "next/form";
import Link from "next/link";
import { useId, type ReactNode } from "react";
import { Button } from "./button";
import { Label } from "./label";
import { SubmitButton } from "./submit-button";

export interface FilterBarProps {
  /** The list's own path; the filters become its query. */
  path: string;
  /** Accessible name: "Filter users". */
  label: string;
  /** Whether any filter is set; offers to clear them. */
  active: boolean;
  children: ReactNode;
}

/** A GET form: filters live in the address, so they can be shared, and need no JavaScript. */
export function FilterBar({ path, label, active, children }: FilterBarProps) {
  return (
    <Form action={path} role="search" aria-label={label} className="flex flex-col gap-3 border-b p-4 sm:flex-row sm:flex-wrap sm:items-end sm:px-6">
      {children}
      <div className="flex gap-2">
        <SubmitButton variant="secondary">Apply</SubmitButton>
        {active && <Button asChild variant="ghost"><Link href={path}>Clear</Link></Button>}
      </div>
    </Form>
  );
}

export interface FilterFieldProps {
  label: string;
  className?: string;
  /** Receives the id that the label points to. */
  children: (id: string) => ReactNode;
}

/** A small labelled control inside the bar. */
export function FilterField({ label, className = "sm:w-44", children }: FilterFieldProps) {
  const id = useId();
  return (
    <div className={`grid gap-1.5 ${className}`}>
      <Label htmlFor={id}>{label}</Label>
      {children(id)}
    </div>
  );
}
