import type { ReactNode } from "react";
import { Spinner } from "@/components/ui/spinner";

/** Says what is being waited for, to those who see and to those who listen. */
export function LoadingNote({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex items-center gap-3 px-5 py-6 text-sm text-muted-foreground sm:px-6">
      <Spinner />
      {children}…
    </p>
  );
}
