import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={cn("control min-h-20 resize-y py-2.5 leading-relaxed", className)} {...rest} />;
}
