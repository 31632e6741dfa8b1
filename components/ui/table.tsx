import type { ComponentProps } from "react";
import { cn } from "./cn";

/**
 * A table whose rows become cards below 768 px. The roles are explicit because browsers drop a table's semantics
 * when its display changes.
 */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table role="table" className={cn("stack-table w-full text-sm", className)} {...rest} />;
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead role="rowgroup" className={cn("border-b text-left text-muted-foreground", className)} {...rest} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody role="rowgroup" className={cn("divide-y", className)} {...rest} />;
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr role="row" className={cn("transition-colors md:hover:bg-sunken", className)} {...rest} />;
}

export function TableHeader({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th role="columnheader" scope="col" className={cn("px-4 py-3 font-medium whitespace-nowrap first:pl-6 last:pr-6", className)} {...rest} />
  );
}

export interface TableCellProps extends ComponentProps<"td"> {
  /** The column's name, shown beside the value on a phone. */
  label?: string;
  /** The cell that names the row: leads its card on a phone. */
  lead?: boolean;
}

export function TableCell({ className, label, lead, ...rest }: TableCellProps) {
  return (
    <td
      role="cell"
      data-label={label}
      data-lead={lead || undefined}
      className={cn("align-middle md:px-4 md:py-3 md:first:pl-6 md:last:pr-6", className)}
      {...rest}
    />
  );
}
