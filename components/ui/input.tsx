import type { ComponentProps } from "react";
import { cn } from "./cn";

/** The browser's own button, in our clothes. */
const FILE = "cursor-pointer py-1.5 pl-1.5 file:mr-3 file:h-full file:cursor-pointer file:rounded-sm file:bg-muted file:px-3 file:text-sm file:font-medium";

export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={cn("control h-11 sm:h-10 sm:pointer-coarse:h-11", type === "file" && FILE, className)} {...rest} />;
}
