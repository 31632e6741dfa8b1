import type { ReactNode } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { Alert } from "@/components/ui/alert";

/** A link of a mail that does not work: why, and the ways forward. */
export function DeadLink({ title, message, children }: { title: string; message: string; children: ReactNode }) {
  return (
    <div className="grid gap-8">
      <AuthHeading title={title} />
      <Alert tone="warning">{message}</Alert>
      <ul className="grid gap-3 text-sm">{children}</ul>
    </div>
  );
}
