import { Check } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
  /** Holds by another box, whatever this one says: a pale tick. */
  implied?: boolean;
}

/** A native checkbox with its label; the whole line is the target. */
export function Checkbox({ className, label, hint, implied, ...rest }: CheckboxProps) {
  return (
    <label className={cn("flex min-h-9 cursor-pointer gap-3 text-sm has-disabled:cursor-default pointer-coarse:min-h-11", hint ? "items-start py-2" : "items-center", className)}>
      <span className="relative grid size-5 shrink-0 place-items-center">
        <input
          type="checkbox"
          className="peer absolute inset-0 size-5 cursor-pointer appearance-none rounded-sm border border-input bg-card shadow-xs transition-colors checked:border-primary checked:bg-primary disabled:cursor-default disabled:not-checked:bg-muted"
          {...rest}
        />
        <Check
          aria-hidden="true"
          strokeWidth={3}
          className={cn("pointer-events-none relative size-3.5 peer-checked:text-primary-foreground peer-checked:opacity-100", implied ? "text-muted-foreground opacity-70" : "opacity-0")}
        />
      </span>
      <span>
        {label}
        {hint && <span className="block text-muted-foreground">{hint}</span>}
      </span>
    </label>
  );
}
