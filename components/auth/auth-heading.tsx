import type { ReactNode } from "react";

/** Title of a door, with the way to the other door. */
export function AuthHeading({ title, aside }: { title: string; aside?: ReactNode }) {
  return (
    <header className="grid gap-2">
      <h1 className="text-3xl font-semibold tracking-tight">{title}</h1>
      {aside && <p className="text-muted-foreground">{aside}</p>}
    </header>
  );
}
