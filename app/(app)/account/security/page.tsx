import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { PasswordForm } from "@/components/account/password-form";
import { Alert } from "@/components/ui/alert";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { savePassword } from "./actions";

export const metadata: Metadata = { title: "Security" };
export const access = signedIn();

export default page(
  access,
  async ({ viewer }) => (
    <AccountScreen title="Security" description="How you prove that it is you.">
      {viewer.mustChangePassword && (
        <Alert tone="warning" title="Choose a new password to go on">
          The password you signed in with was chosen by somebody else. Until you have chosen your own, nothing but this page opens.
        </Alert>
      )}
      <PasswordForm action={savePassword} username={viewer.email} />
    </AccountScreen>
  ),
  { whileDue: "anything" },
);
