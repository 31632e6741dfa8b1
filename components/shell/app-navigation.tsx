"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { currentItem, navigationIcons, type NavigationItem } from "./navigation";

/** The list of places, grouped by section, with the current one marked. */
export function AppNavigation({ navigation, label }: { navigation: NavigationItem[]; label: string }) {
  const current = currentItem(navigation, usePathname());
  const sections = [...new Set(navigation.map((item) => item.section ?? ""))];
  return (
    <nav aria-label={label} className="grid gap-6">
      {sections.map((section) => (
        <div key={section} className="grid gap-1">
          {section && <p className="px-3 pb-1 text-xs font-medium text-muted-foreground">{section}</p>}
          <ul className="grid gap-0.5">
            {navigation.filter((item) => (item.section ?? "") === section).map((item) => (
              <li key={item.href}><Place item={item} current={item === current} /></li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Place({ item, current }: { item: NavigationItem; current: boolean }) {
  const Icon = navigationIcons[item.icon];
  return (
    <Link
      href={item.href}
      aria-current={current ? "page" : undefined}
      className={cn(
        "flex min-h-9 items-center gap-3 rounded-md px-3 text-sm transition-colors pointer-coarse:min-h-11",
        current ? "bg-tint font-medium text-tint-foreground" : "text-muted-foreground hover:bg-accent hover:text-foreground",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {item.label}
    </Link>
  );
}
