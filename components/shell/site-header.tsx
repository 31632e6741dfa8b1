import Link from "next/link";
import { Button } from "@/components/ui/button";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { Brand } from "./brand";

export interface SiteHeaderProps {
  /** Somebody is signed in: offers the dashboard instead of the doors. */
  signedIn?: boolean;
}

/** Top of the public pages. */
export function SiteHeader({ signedIn = false }: SiteHeaderProps) {
  return (
    <header className="sticky top-0 z-30 border-b bg-background/85 backdrop-blur-md">
      <div className="mx-auto flex h-16 max-w-6xl items-center justify-between gap-3 px-4 sm:px-6">
        <Brand />
        <nav aria-label="Account" className="flex items-center gap-2">
          <ThemeToggle className="mr-1 hidden sm:inline-flex sm:noscript:hidden" />
          {signedIn ? (
            <Button asChild size="sm"><Link href="/dashboard">Open dashboard</Link></Button>
          ) : (
            <>
              <Button asChild variant="ghost" size="sm"><Link href="/login">Sign in</Link></Button>
              <Button asChild size="sm"><Link href="/register">Sign up</Link></Button>
            </>
          )}
        </nav>
      </div>
    </header>
  );
}
