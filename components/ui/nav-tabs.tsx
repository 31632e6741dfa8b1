"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "./cn";

export interface NavTab {
  href: string;
  label: string;
  /** Pages that are opened from it and have no tab of their own. */
  holds?: string[];
}

/** Pages of one area as a row of links (not ARIA tabs: each has an address). Scrolls sideways where it does not fit. */
export function NavTabs({ label, tabs }: { label: string; tabs: NavTab[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="border-b">
      <ul className="-mb-px flex gap-1 overflow-x-auto overflow-y-hidden">
        {tabs.map(({ href, label: name, holds = [] }) => {
          const isHere = pathname === href;
          const current = isHere || holds.includes(pathname);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere ? "page" : current ? "true" : undefined}
                className={cn(
                  "inline-flex h-11 items-center border-b-2 px-3 text-sm font-medium whitespace-nowrap transition-colors focus-visible:-outline-offset-2",
                  current ? "border-primary text-foreground" : "border-transparent text-muted-foreground hover:border-border-strong hover:text-foreground",
                )}
              >
                {name}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
