import type { ReactNode } from "react";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { Brand } from "./brand";
import { GateFigure } from "./gate-figure";

const promises = [
  "Every session of yours is listed, and you can end any of them.",
  "Permissions are checked again on the server, on every request.",
  "Each change is written down together with its audit entry.",
];

/** Form on the left, the gate on the right from 1024 px on. On a phone forms begin at the top, where the keyboard leaves them. */
export function AuthShell({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,0.9fr)]">
      <div className="flex flex-col px-4 sm:px-8">
        <header className="flex h-16 items-center justify-between">
          <Brand />
          <ThemeToggle />
        </header>
        <main id="content" tabIndex={-1} className="mx-auto flex w-full max-w-md flex-1 flex-col py-10 sm:justify-center outline-none">
          {children}
        </main>
      </div>
      <aside aria-label="About Gatehouse" className="relative hidden overflow-hidden bg-gate text-gate-foreground lg:block">
        <div className="sticky top-0 grid h-dvh max-h-[64rem] grid-rows-[1fr_auto] gap-10 p-12 xl:p-16">
          <GateFigure className="mx-auto h-full max-h-[27rem] min-h-0 w-full self-end" />
          <ul className="grid max-w-md gap-3 text-gate-muted">
            {promises.map((sentence) => (
              <li key={sentence} className="border-t border-gate-line/40 pt-3 leading-relaxed text-balance">{sentence}</li>
            ))}
          </ul>
        </div>
      </aside>
    </div>
  );
}
