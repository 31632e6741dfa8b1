import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Sparkline } from "./sparkline";

export interface StatCardProps {
  label: string;
  value: number | string;
  /** A line below the figure: what it is compared with. */
  note?: ReactNode;
  icon?: LucideIcon;
  /** Where the figure comes from; the whole card leads there. */
  href?: string;
  /** Recent values, oldest first. */
  trend?: number[];
}

export function StatCard({ label, value, note, icon: Icon, href, trend }: StatCardProps) {
  const figure = typeof value === "number" ? value.toLocaleString("en") : value;
  return (
    <div className="surface relative grid grid-cols-1 content-start gap-3 p-5 transition-[border-color,box-shadow] has-[a:hover]:border-border-strong has-[a:hover]:shadow-sm">
      <div className="flex items-center justify-between gap-3 text-sm text-muted-foreground">
        {href ? (
          <Link href={href} className="rounded-sm after:absolute after:inset-0 after:rounded-xl">{label}</Link>
        ) : (
          <span>{label}</span>
        )}
        {Icon && <Icon aria-hidden="true" className="size-4" />}
      </div>
      <div className="flex items-end justify-between gap-4">
        <p className="text-3xl font-semibold tracking-tight whitespace-nowrap tabular-nums">{figure}</p>
        {trend && trend.length > 1 && <Sparkline values={trend} label={`${label}, recent values`} />}
      </div>
      {note && <p className="text-sm text-muted-foreground">{note}</p>}
    </div>
  );
}
