import type { ReactNode } from "react";
import { AuthShell } from "@/components/shell/auth-shell";

/** The doors look alike; who may pass is decided by each page's `access`, never by a layout. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return <AuthShell>{children}</AuthShell>;
}
