import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { DeadLink } from "@/components/recovery/dead-link";
import { TakenBack } from "@/components/recovery/taken-back";
import { LinkButtonForm } from "@/components/ui/link-button-form";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { tokenPage } from "../token-page";
import { undoEmailChangeAction } from "../verification-actions";

const TITLE = "Take back the change of your address";

export const metadata = tokenPage(TITLE);
export const access = anyone();

const otherwise = (
  <>
    <li><Link href="/forgot-password" className="link">Choose a new password</Link>: all sessions end, also those you do not know</li>
    <li><Link href="/login" className="link">Sign in</Link></li>
  </>
);

export default page(access, async ({ search }) => {
  if (search.done) {
    return (
      <TakenBack
        title="Your account has its old address again" outcome="Everybody was signed out, and the old password is void."
        mailed="We have sent you a mail with which you choose a new one." isClosed={search.done === "closed"}
      />
    );
  }
  const token = search.token?.trim();
  if (!token) return <DeadLink title={TITLE} message="This page is opened from our mail about the change of your address.">{otherwise}</DeadLink>;
  return (
    <div className="grid gap-8">
      <AuthHeading title={TITLE} aside="If it was not you who changed it, take your account back." />
      <ul className="grid list-disc gap-2 pl-5 text-sm text-muted-foreground">
        <li>Your account gets its old address again.</li>
        <li>Everybody is signed out, and the password is void.</li>
        <li>You choose a new password by a mail to the old address.</li>
      </ul>
      <LinkButtonForm action={undoEmailChangeAction} token={token} label="Take the account back" otherwise={otherwise} />
    </div>
  );
});
