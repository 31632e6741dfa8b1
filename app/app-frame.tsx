import type { ReactNode } from "react";
import { StepUpProvider } from "@/components/auth/step-up-provider";
import { SecondFactorBanner } from "@/components/mfa/second-factor-banner";
import { AppShell } from "@/components/shell/app-shell";
import { ConfirmedNotice } from "@/components/shell/confirmed-notice";
import { StatusPage } from "@/components/shell/status-page";
import { OrganizationSwitcher } from "@/components/shell/organization-switcher";
import { env } from "@/lib/env";
import { showMfa } from "@/lib/features/mfa/operations/show-mfa";
import { listOrganizations } from "@/lib/features/organizations/operations/list-organizations";
import { currentViewer, runForFrame } from "@/lib/http/page";
import { signOut, switchAction } from "./(app)/actions";
import { confirmIdentity, sendProof } from "./(auth)/reauthenticate/actions";
import { navigationFor, shellViewer } from "./navigation";

/** More than a menu can hold are on their page. */
const SWITCHER_LENGTH = "10";

/** Only the frame of the signed-in part. Who may see a page is the page's own check. */
export async function AppFrame({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return <StatusPage>{children}</StatusPage>;
  const listed = await runForFrame(listOrganizations, { query: { per_page: SWITCHER_LENGTH } });
  const organizations = (listed?.organizations ?? []).map(({ id, name, is_active: isActive }) => ({ id, name, isActive }));
  const mfa = env.mfaRequired === "off" || viewer.mfaEnabled ? null : await runForFrame(showMfa);
  return (
    <AppShell
      viewer={shellViewer(viewer)} navigation={navigationFor(viewer)} signOutAction={signOut}
      switcher={organizations.length > 0 && <OrganizationSwitcher organizations={organizations} switchAction={switchAction} />}
    >
      <StepUpProvider confirmAction={confirmIdentity} sendCodeAction={sendProof} username={viewer.email}>
        {mfa?.required && !mfa.enabled && <SecondFactorBanner dueAt={mfa.setup_due_at} />}
        <ConfirmedNotice />
        {children}
      </StepUpProvider>
    </AppShell>
  );
}
