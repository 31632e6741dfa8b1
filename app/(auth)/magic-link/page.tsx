import Link from "next/link";
import { redirect } from "next/navigation";
import { ConfirmMagicLink } from "@/components/magic-link/confirm-magic-link";
import { MagicLinkForm } from "@/components/magic-link/magic-link-form";
import { DeadLink } from "@/components/recovery/dead-link";
import { env } from "@/lib/env";
import { showMagicLink } from "@/lib/features/magic-link/operations/show-magic-link";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { returnToOf, safeReturnTo } from "@/lib/http/return-to";
import { tokenPage } from "../token-page";
import { withReturnTo } from "../with-return-to";
import { signInByLink, signInByMail } from "./actions";

export const metadata = tokenPage("Sign in by e-mail");
export const access = anyone();

export default page(access, async ({ viewer, search, run }) => {
  if (!env.magicLink) redirect("/login");
  const token = search.token?.trim();
  if (token) {
    const link = await run(showMagicLink, { params: { token } });
    if (!link.is_valid || link.email === null) return <Dead message={link.message} />;
    return (
      <ConfirmMagicLink
        action={signInByLink} token={token} email={link.email} returnTo={link.return_to === null ? undefined : safeReturnTo(link.return_to)}
        signedInAs={viewer && viewer.email.toLowerCase() !== link.email ? viewer.email : undefined}
        otherwise={<Link href={viewer ? "/dashboard" : "/login"} className="link">{viewer ? "stay signed in as you are" : "sign in another way"}</Link>}
        forward={forward}
      />
    );
  }
  const returnTo = returnToOf(search);
  if (viewer) redirect(returnTo ?? "/dashboard");
  return (
    <MagicLinkForm
      action={signInByMail} returnTo={returnTo}
      loginLink={<Link href={withReturnTo("/login", returnTo)} className="link">Sign in another way</Link>}
      againLink={<a href={withReturnTo("/magic-link", returnTo)} className="link">ask for another one</a>}
    />
  );
});

const forward = (
  <>
    <li><Link href="/magic-link" className="link">Ask for a new link</Link></li>
    <li><Link href="/login" className="link">Sign in another way</Link></li>
  </>
);

function Dead({ message }: { message: string | null }) {
  return (
    <DeadLink title="Sign in by e-mail" message={message ?? "This link does not work. Ask for a new one."}>
      {forward}
    </DeadLink>
  );
}
