import { CircleAlert } from "lucide-react";
import { useId, type ReactNode } from "react";
import { cn } from "./cn";
import { Label } from "./label";

/** To be spread on the control: ties it to its label, hint and errors. */
export interface FieldControl {
  id: string;
  name: string;
  required?: boolean;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

export interface FieldProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Sentences; an empty list is none. */
  errors?: string[];
  required?: boolean;
  /** Says "Optional" beside the label. */
  optional?: boolean;
  /** Stands at the right of the label: a link, say. */
  aside?: ReactNode;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}

/** Label, control, hint and errors, tied together for assistive technology (WCAG 1.3.1, 3.3.1). */
export function Field({ name, label, hint, errors = [], required, optional, aside, className, children }: FieldProps) {
  const id = `${useId()}${name}`;
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = errors.length > 0 ? `${id}-error` : undefined;
  return (
    <div className={cn("grid content-start gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <Label htmlFor={id}>{label}</Label>
        {aside ?? (optional && <span className="text-xs text-muted-foreground">Optional</span>)}
      </div>
      {children({
        id,
        name,
        required,
        "aria-invalid": errorId ? true : undefined,
        "aria-describedby": [errorId, hintId].filter(Boolean).join(" ") || undefined,
      })}
      {errorId && (
        <ul id={errorId} className="grid gap-1 text-sm text-destructive-text">
          {errors.map((sentence) => (
            <li key={sentence} className="flex gap-1.5">
              <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              {sentence}
            </li>
          ))}
        </ul>
      )}
      {hint && (
        <p id={hintId} className="text-sm text-muted-foreground">
          {hint}
        </p>
      )}
    </div>
  );
}
