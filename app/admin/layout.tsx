import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { currentViewer } from "@/lib/http/page";
import { signOut } from "../(app)/actions";
import { navigationFor, shellViewer } from "../navigation";

/** Only the frame. Who may see a page is the page's own check. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return children;
  return (
    <AppShell viewer={shellViewer(viewer)} navigation={navigationFor(viewer)} signOutAction={signOut}>
      {children}
    </AppShell>
  );
}
