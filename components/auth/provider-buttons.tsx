import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ProviderMark } from "./provider-mark";

export interface ProviderButtonsProps {
  /** Those that are configured; none: nothing is shown. */
  providers: { name: string; label: string; href: string; isLast?: boolean }[];
  /** Ways of our own, above them. */
  children?: ReactNode;
}

/** Other ways to the same place, below a form. Links of the browser's own: they lead to other sites, with or without JavaScript. */
export function ProviderButtons({ providers, children }: ProviderButtonsProps) {
  if (providers.length === 0 && !children) return null;
  return (
    <div className="grid gap-3">
      <p className="mb-1 flex items-center gap-3 text-sm text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border only:hidden">or</p>
      {children}
      {providers.length > 0 && (
        <ul className="grid gap-3">
          {providers.map(({ name, label, href, isLast }) => (
            <li key={name}>
              <Button asChild variant="secondary" className="h-11 w-full">
                <a href={href}>
                  <ProviderMark name={name} />
                  Continue with {label}
                  {isLast && <Badge tone="accent">Last used</Badge>}
                </a>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
