"use client";

import { cn } from "./cn";
import { scorePassword, type PasswordScore } from "./password-score";

const levels: Record<PasswordScore, { label: string; bar: string }> = {
  0: { label: "", bar: "" },
  1: { label: "Too easy to guess", bar: "bg-destructive-text" },
  2: { label: "Fair", bar: "bg-warning-text" },
  3: { label: "Good", bar: "bg-success-text" },
  4: { label: "Strong", bar: "bg-success-text" },
};

export interface PasswordStrengthProps {
  password: string;
  /** Words an attacker tries first: name, address. */
  context?: string[];
  /** Any estimate from 0 to 4; ours by default. */
  score?: (password: string, context: string[]) => PasswordScore;
}

/** Four bars and a word (never colour alone, WCAG 1.4.1), announced politely. */
export function PasswordStrength({ password, context = [], score = scorePassword }: PasswordStrengthProps) {
  const level = score(password, context);
  return (
    <div className="grid gap-1.5 noscript:hidden">
      <div aria-hidden="true" className="grid grid-cols-4 gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={cn("h-1 rounded-full transition-colors", step <= level ? levels[level].bar : "bg-border-strong")} />
        ))}
      </div>
      <p role="status" className="min-h-5 text-sm text-muted-foreground">
        {level > 0 && <>Password strength: <span className="font-medium text-foreground">{levels[level].label}</span></>}
      </p>
    </div>
  );
}
