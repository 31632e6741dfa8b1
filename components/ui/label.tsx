import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Label({ className, ...rest }: ComponentProps<"label">) {
  // The htmlFor comes from the caller.
  return <label className={cn("text-sm font-medium text-foreground", className)} {...rest} />;
}
