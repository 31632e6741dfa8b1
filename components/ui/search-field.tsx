import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { Input } from "./input";

export interface SearchFieldProps extends Omit<ComponentProps<"input">, "type"> {
  /** Accessible name where no label element points here. */
  label?: string;
}

export function SearchField({ label, className, ...rest }: SearchFieldProps) {
  return (
    <span className={cn("relative block", className)}>
      <Search aria-hidden="true" className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground" />
      <Input type="search" aria-label={label} maxLength={200} className="pl-9" {...rest} />
    </span>
  );
}
