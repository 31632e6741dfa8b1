import { ChevronRight } from "lucide-react";
import Link from "next/link";

export interface Crumb {
  label: string;
  /** Absent on the last one: the page itself. */
  href?: string;
}

export function Breadcrumb({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-1.5 text-sm text-muted-foreground">
        {crumbs.map(({ label, href }, index) => (
          <li key={label} className="flex min-w-0 items-center gap-1.5">
            {index > 0 && <ChevronRight aria-hidden="true" className="size-3.5 shrink-0" />}
            {href ? (
              <Link href={href} className="rounded-sm py-1 transition-colors hover:text-foreground">{label}</Link>
            ) : (
              <span aria-current="page" className="truncate text-foreground">{label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
