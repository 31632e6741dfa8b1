import { CloudAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Reference } from "./reference";

export interface ErrorStateProps {
  title?: string;
  description?: ReactNode;
  /** Request id or digest, to quote to whoever runs the server. */
  reference?: string;
  action?: ReactNode;
  className?: string;
}

/** Something failed: says so, keeps calm, gives a reference and a way on. */
export function ErrorState({
  title = "This could not be loaded",
  description = "Nothing was changed. Try again in a moment.",
  reference,
  action,
  className,
}: ErrorStateProps) {
  return (
    <div role="alert" className={cn("grid grid-cols-1 justify-items-center gap-4 px-6 py-14 text-center", className)}>
      <span className="grid size-12 place-items-center rounded-xl bg-destructive-tint text-destructive-text">
        <CloudAlert aria-hidden="true" className="size-5" />
      </span>
      <div className="grid max-w-sm gap-1.5">
        <p className="font-semibold">{title}</p>
        <p className="text-sm text-muted-foreground">{description}</p>
      </div>
      {action}
      {reference && <Reference id={reference} />}
    </div>
  );
}
