import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Reference } from "@/components/ui/reference";

export interface StatusViewProps {
  /** The HTTP status that the page answers with. */
  status: number;
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  /** Request id or digest. */
  reference?: string;
  actions?: ReactNode;
}

/** A page that is an answer: refused, not found, unavailable, failed. */
export function StatusView({ status, icon: Icon, title, children, reference, actions }: StatusViewProps) {
  return (
    <div className="mx-auto grid w-full max-w-lg grid-cols-1 justify-items-start gap-6 py-10 sm:py-20">
      <p className="flex items-center gap-3">
        <span className="grid size-11 place-items-center rounded-xl border bg-card text-primary shadow-xs">
          <Icon aria-hidden="true" className="size-5" />
        </span>
        <span className="eyebrow">Error {status}</span>
      </p>
      <div className="grid gap-3">
        <h1 className="text-3xl font-semibold tracking-tight">{title}</h1>
        <div className="grid gap-3 leading-relaxed text-muted-foreground">{children}</div>
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      {reference && <Reference id={reference} />}
    </div>
  );
}
