import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export interface SelectOption {
  value: string;
  label: string;
}

export interface SelectProps extends ComponentProps<"select"> {
  options?: SelectOption[];
}

/** A native select in our clothes: forms need it without JavaScript, and phones have a better picker than we do. */
export function Select({ className, options, children, ...rest }: SelectProps) {
  return (
    <span className={cn("relative block", className)}>
      <select className="control h-11 appearance-none truncate pr-9 sm:h-10 sm:pointer-coarse:h-11" {...rest}>
        {options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted-foreground"
      />
    </span>
  );
}
