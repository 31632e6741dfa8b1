import { Check } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

/** A native checkbox with its label; the whole line is the target. */
export function Checkbox({ className, label, hint, ...rest }: CheckboxProps) {
  return (
    <label className={cn("flex min-h-9 cursor-pointer items-center gap-3 text-sm pointer-coarse:min-h-11", className)}>
      <span className="relative grid size-5 shrink-0 place-items-center">
        <input
          type="checkbox"
          className="peer absolute inset-0 size-5 cursor-pointer appearance-none rounded-sm border border-input bg-card shadow-xs transition-colors checked:border-primary checked:bg-primary"
          {...rest}
        />
        <Check
          aria-hidden="true"
          strokeWidth={3}
          className="pointer-events-none relative size-3.5 text-primary-foreground opacity-0 peer-checked:opacity-100"
        />
      </span>
      <span>
        {label}
        {hint && <span className="block text-muted-foreground">{hint}</span>}
      </span>
    </label>
  );
}
