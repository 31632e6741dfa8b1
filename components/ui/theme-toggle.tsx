"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useId, useSyncExternalStore } from "react";
import { cn } from "./cn";

const choices = [
  { value: "system", label: "System theme", icon: Monitor },
  { value: "light", label: "Light theme", icon: Sun },
  { value: "dark", label: "Dark theme", icon: Moon },
] as const;

/** System, light or dark as native radios: arrow keys work by themselves. Without JavaScript the system decides. */
export function ThemeToggle({ className }: { className?: string }) {
  const { theme, setTheme } = useTheme();
  const group = useId();
  const hydrated = useSyncExternalStore(() => () => undefined, () => true, () => false);
  const current = hydrated ? (theme ?? "system") : "system";
  return (
    <fieldset className={cn("inline-flex rounded-lg border bg-sunken p-0.5 noscript:hidden", className)}>
      <legend className="sr-only">Theme</legend>
      {choices.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          title={label}
          className="relative grid size-8 cursor-pointer place-items-center rounded-md border border-transparent text-muted-foreground transition-colors hover:text-foreground has-checked:border-border has-checked:bg-card has-checked:text-foreground has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-ring pointer-coarse:size-10"
        >
          <input
            type="radio" name={group} value={value} aria-label={label} checked={current === value}
            onChange={() => setTheme(value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          <Icon aria-hidden="true" className="size-4" />
        </label>
      ))}
    </fieldset>
  );
}
