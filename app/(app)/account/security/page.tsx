import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { NoPassword } from "@/components/account/no-password";
import { PasswordForm } from "@/components/account/password-form";
import { Alert } from "@/components/ui/alert";
import { listConnections } from "@/lib/features/connections/operations/list-connections";
import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { showMfa } from "@/lib/features/mfa/operations/show-mfa";
import { listPasskeys } from "@/lib/features/passkeys/operations/list-passkeys";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import { signedIn } from "@/lib/http/access";
import { runForFrame } from "@/lib/http/page";
import { page } from "@/app/page-maker";
import { mailPasswordLink, savePassword } from "./actions";
import { ConnectionSection } from "./connection-section";
import { PasskeySection } from "./passkey-section";
import { SecondFactorSection } from "./second-factor-section";

export const metadata: Metadata = { title: "Security" };
export const access = signedIn();

export default page(
  access,
  async ({ viewer, search, run }) => {
    // While something is due some of them refuse, and their sections are left out.
    const sections = [runForFrame(showMfa), runForFrame(listTrustedDevices), runForFrame(listPasskeys), run(listConnections), run(showProof)] as const;
    const [mfa, trusted, passkeys, connections, proof] = await Promise.all(sections);
    return (
      <AccountScreen title="Security" description="How you prove that it is you.">
        {search.due === "second_factor" && !viewer.mfaEnabled && (
          <Alert tone="warning" title="Set up a second factor to go on">
            Your account has to have one, and the time for it is over. Until you have set it up, nothing but this page opens.
          </Alert>
        )}
        {viewer.mustChangePassword && (
          <Alert tone="warning" title="Choose a new password to go on">
            The password you signed in with was chosen by somebody else. Until you have chosen your own, nothing but this page opens.
          </Alert>
        )}
        {proof.methods.includes("password") ? (
          <PasswordForm action={savePassword} username={viewer.email} />
        ) : (
          <NoPassword email={viewer.email} action={mailPasswordLink} />
        )}
        {mfa && !viewer.mustChangePassword && <SecondFactorSection mfa={mfa} devices={trusted?.devices ?? []} />}
        {passkeys && <PasskeySection passkeys={passkeys.passkeys} />}
        <ConnectionSection {...connections} search={search} />
      </AccountScreen>
    );
  },
  { whileDue: "anything" },
);
