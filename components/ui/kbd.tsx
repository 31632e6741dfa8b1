import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Kbd({ className, ...rest }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={cn("inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-muted px-1.5 font-mono text-[0.6875rem] text-muted-foreground", className)}
      {...rest}
    />
  );
}
