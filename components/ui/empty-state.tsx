import { Inbox, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface EmptyStateProps {
  title: string;
  description?: ReactNode;
  icon?: LucideIcon;
  /** What can be done about it. */
  action?: ReactNode;
  className?: string;
}

/** Nothing here, why, and what to do. */
export function EmptyState({ title, description, icon: Icon = Inbox, action, className }: EmptyStateProps) {
  return (
    <div className={cn("grid grid-cols-1 justify-items-center gap-4 px-6 py-14 text-center", className)}>
      <span className="grid size-12 place-items-center rounded-xl border bg-sunken text-muted-foreground">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <div className="grid max-w-sm gap-1.5">
        <p className="font-semibold">{title}</p>
        {description && <p className="text-sm text-muted-foreground">{description}</p>}
      </div>
      {action}
    </div>
  );
}
