import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { StatusPage } from "@/components/shell/status-page";
import { currentViewer } from "@/lib/http/page";
import { signOut } from "./(app)/actions";
import { navigationFor, shellViewer } from "./navigation";

/** Only the frame of the signed-in part. Who may see a page is the page's own check. */
export async function AppFrame({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return <StatusPage>{children}</StatusPage>;
  return (
    <AppShell viewer={shellViewer(viewer)} navigation={navigationFor(viewer)} signOutAction={signOut}>
      {children}
    </AppShell>
  );
}
