import Link from "next/link";
import type { ReactNode } from "react";
import { AuthHeading } from "@/components/auth/auth-heading";
import { AcceptForm } from "@/components/invitations/accept-form";
import { InvitationFacts } from "@/components/invitations/invitation-facts";
import { buttonVariants } from "@/components/ui/button";
import { LinkButtonForm } from "@/components/ui/link-button-form";
import { showInvitation } from "@/lib/features/invitations/operations/show-invitation";
import type { NextStep } from "@/lib/features/invitations/schema";
import { formFields, userFields } from "@/lib/hooks/user-fields";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { tokenPage } from "../token-page";
import { withReturnTo } from "../with-return-to";
import { acceptAction, switchAccount } from "./actions";
import { CLOSED } from "./states";

export const metadata = tokenPage("Your invitation");
export const access = anyone();

const WIDE = buttonVariants({ className: "h-11 w-full" });

export default page(access, async ({ viewer, search, run }) => {
  const token = search.token ?? "";
  const { state, next, invitation } = await run(showInvitation, { query: { token } });
  if (state !== "open" || !next || !invitation) {
    const { title, text } = CLOSED[state === "open" ? "unknown" : state];
    return (
      <div className="grid gap-8">
        <AuthHeading title={title} aside={text} />
        {viewer ? <Link href="/dashboard" className={WIDE}>Go to your dashboard</Link> : <Link href="/login" className={WIDE}>Sign in</Link>}
      </div>
    );
  }
  const { organization, organization_id: organizationId, email, invited_by: invitedBy, roles, expires_at: expiresAt } = invitation;
  // What has become of the invitation since this page was opened, the page as it is now tells.
  const again = <li><a href={`/invitation?token=${encodeURIComponent(token)}`} className="link">Open the invitation again</a></li>;
  const steps: Record<NextStep, { aside: ReactNode; body: ReactNode }> = {
    create: {
      aside: "Choose a password, and you are in. Your address needs no further confirmation.",
      body: <AcceptForm action={acceptAction} token={token} email={email} extra={formFields(userFields, "registration")} />,
    },
    sign_in: {
      aside: "You have an account with this address. Sign in to it, then accept.",
      body: <Link href={withReturnTo("/login", `/invitation?token=${encodeURIComponent(token)}`)} className={WIDE}>Sign in to accept</Link>,
    },
    join: { aside: `You are signed in as ${email}.`, body: <LinkButtonForm action={acceptAction} token={token} label={`Join ${organization}`} otherwise={again} /> },
    switch: {
      aside: `You are signed in as ${viewer?.email}, and this invitation is for another address. Sign out to continue with it.`,
      body: <LinkButtonForm action={switchAccount} token={token} label="Sign out and continue" otherwise={again} />,
    },
    member: {
      aside: `You are a member of ${organization} already. There is nothing to accept.`,
      body: <Link href={`/organizations/${organizationId}`} className={WIDE}>Open {organization}</Link>,
    },
  };
  return (
    <div className="grid gap-8">
      <AuthHeading title={`Join ${organization}`} aside={steps[next].aside} />
      <InvitationFacts organization={organization} email={email} invitedBy={invitedBy} roles={roles} expiresAt={expiresAt} />
      {steps[next].body}
    </div>
  );
});
