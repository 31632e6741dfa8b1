import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={cn("control h-11 sm:h-10 sm:pointer-coarse:h-11", className)} {...rest} />;
}
