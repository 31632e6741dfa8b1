import type { ReactNode } from "react";
import { cn } from "./cn";

/** A hairline, with a word on it where given. */
export function Separator({ className, children }: { className?: string; children?: ReactNode }) {
  if (!children) return <hr className={cn("border-t", className)} />;
  return (
    <div className={cn("flex items-center gap-3 text-xs text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border", className)}>
      {children}
    </div>
  );
}
