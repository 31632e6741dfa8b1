import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "./breadcrumb";

export interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  crumbs?: Crumb[];
  /** Buttons at the right. */
  actions?: ReactNode;
}

/** The top of a screen; holds its only h1. */
export function PageHeader({ title, description, crumbs, actions }: PageHeaderProps) {
  return (
    <header className="grid gap-3">
      {crumbs && <Breadcrumb crumbs={crumbs} />}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="grid min-w-0 max-w-prose gap-1.5">
          <h1 className="text-2xl font-semibold break-words sm:text-[1.75rem]">{title}</h1>
          {description && <p className="text-muted-foreground">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
