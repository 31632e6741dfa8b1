import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { Alert } from "@/components/ui/alert";
import { ConfirmAddressNotice } from "@/components/verification/confirm-address-notice";
import { EmailForm } from "@/components/verification/email-form";
import { showEmailChange } from "@/lib/features/verification/operations/show-email-change";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { changeEmailAction, confirmEmailChangeAction, resendAction } from "../../../(auth)/verification-actions";

export const metadata: Metadata = { title: "E-mail address" };
export const access = signedIn();

export default page(
  access,
  async ({ run, viewer, search }) => {
    const { pending } = await run(showEmailChange);
    return (
      <AccountScreen title="E-mail address" description="Where our mail goes, and what you sign in with.">
        {search.changed && <Alert tone="success">Your address was changed. The old one was told, and can take it back for a week.</Alert>}
        {!viewer.isEmailVerified && <ConfirmAddressNotice email={viewer.email} resend={resendAction} />}
        <EmailForm
          email={viewer.email} isVerified={viewer.isEmailVerified} pending={pending?.new_email ?? null}
          action={changeEmailAction} confirmAction={confirmEmailChangeAction}
        />
      </AccountScreen>
    );
  },
  { whileDue: ["verified_address"] },
);
