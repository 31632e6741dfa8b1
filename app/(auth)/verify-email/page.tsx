import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { DeadLink } from "@/components/recovery/dead-link";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmAddressForm, ConfirmOwnAddress } from "@/components/verification/confirm-address-form";
import { ResendForm } from "@/components/verification/resend-form";
import { AppError } from "@/lib/errors";
import { showConfirmation } from "@/lib/features/verification/operations/show-confirmation";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import type { Viewer } from "@/lib/session/viewer";
import { tokenPage } from "../token-page";
import { confirmAddressAction, confirmOwnAddressAction, resendAction } from "../verification-actions";

const TITLE = "Confirm your address";

export const metadata = tokenPage(TITLE);
export const access = anyone();

const resend = (identifier?: string) => (
  <section aria-labelledby="no-mail" className="grid gap-3 border-t pt-6">
    <h2 id="no-mail" className="font-semibold">No mail after a few minutes?</h2>
    <p className="text-sm text-muted-foreground">Look in your spam folder first. When we send another, only the newest works.</p>
    <ResendForm action={resendAction} identifier={identifier} />
  </section>
);

const confirmed = (isSignedIn: boolean) => (
  <div className="grid gap-8">
    <AuthHeading title="Your address is confirmed" />
    <Alert tone="success">There is nothing left to do here.</Alert>
    <Button asChild className="h-11">{isSignedIn ? <Link href="/dashboard">Open your dashboard</Link> : <Link href="/login">Sign in</Link>}</Button>
  </div>
);

/** Without a link: the code of the mail. */
function byCode(viewer: Viewer | null, email: string | undefined) {
  if (viewer?.isEmailVerified) return confirmed(true);
  return (
    <div className="grid gap-8">
      <AuthHeading title="Check your mail" aside={<>We have sent you a message{viewer ? <> to <strong className="font-medium text-foreground [overflow-wrap:anywhere]">{viewer.email}</strong></> : ""}. Open its link, or type its code here.</>} />
      {viewer ? <ConfirmOwnAddress action={confirmOwnAddressAction} /> : <ConfirmAddressForm action={confirmAddressAction} email={email} />}
      {resend(viewer ? "" : email)}
      {viewer && <p className="text-sm text-muted-foreground">The wrong address? <Link href="/account/email" className="link">Change it</Link></p>}
    </div>
  );
}

const dead = (viewer: Viewer | null, message: string) => (
  <div className="grid gap-8">
    <DeadLink title={TITLE} message={message}>
      <li><Link href="/verify-email" className="link">Type the code of the mail instead</Link></li>
      <li>{viewer ? <Link href="/dashboard" className="link">Open your dashboard</Link> : <Link href="/login" className="link">Sign in</Link>}</li>
    </DeadLink>
    {!viewer?.isEmailVerified && resend(viewer ? "" : undefined)}
  </div>
);

export default page(access, async ({ run, viewer, search }) => {
  const token = search.token?.trim();
  if (!token) return byCode(viewer, search.email);
  const link = await run(showConfirmation, { params: { token } }).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  if (link instanceof AppError) return dead(viewer, link.message);
  if (!link.confirm) return confirmed(viewer !== null);
  const { id, email } = link.user;
  return (
    <div className="grid gap-8">
      <AuthHeading title={TITLE} aside={<strong className="font-medium text-foreground [overflow-wrap:anywhere]">{email}</strong>} />
      {viewer && viewer.userId !== id && <Alert tone="info">You are signed in as <strong className="[overflow-wrap:anywhere]">{viewer.email}</strong>. This link is for another account, which you sign in to here.</Alert>}
      {viewer?.userId === id ? <ConfirmOwnAddress action={confirmOwnAddressAction} token={token} /> : <ConfirmAddressForm action={confirmAddressAction} token={token} email={email} />}
    </div>
  );
});
