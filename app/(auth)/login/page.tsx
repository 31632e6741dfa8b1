import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AskAgain } from "@/components/auth/ask-again";
import { LoginForm } from "@/components/auth/login-form";
import { refusalSentence } from "@/lib/auth/refusal-sentence";
import { listDemoPeople } from "@/lib/features/demo/list-demo-people";
import { anyone } from "@/lib/http/access";
import { byWayOfCookieCheck, COOKIES_NOTICE, isPartOfPage } from "@/lib/http/cookie-check";
import { page } from "@/app/page-maker";
import { returnToOf } from "@/lib/http/return-to";
import { arePasskeysOffered } from "@/lib/session/passkeys-offered";
import { signIn } from "../actions";
import { resendAction } from "../verification-actions";
import { withReturnTo } from "../with-return-to";
import { OtherWays } from "./other-ways";

export const metadata: Metadata = { title: "Sign in" };
export const access = anyone();

const NOTICES: Record<string, string> = {
  ended: "Your session has ended. Sign in to go on.",
  out: "You are signed out.",
  leaving: "Your account will be deleted, and you are signed out. Sign in if you would rather keep it.",
  [COOKIES_NOTICE]: "You are not signed in: this browser has not kept the cookie of your session. Allow cookies for this site, then sign in again.",
  second_step: "The second step took too long, or this browser keeps no cookies. Sign in again.",
  reset: "Your password was changed. Sign in with the new one.",
};

/** Why the page behind a mail's link wants a sign-in first. */
const noticeOf = (notice = "", returnTo = ""): string | undefined =>
  NOTICES[notice] ?? (returnTo.startsWith("/confirm-email-change?") ? "Sign in to the account whose address changes, to confirm the new one." : undefined);

export default page(access, async ({ viewer, search }) => {
  const returnTo = returnToOf(search);
  if (viewer && search.notice === COOKIES_NOTICE && (await isPartOfPage())) return <AskAgain href={byWayOfCookieCheck(returnTo ?? "/dashboard")} />;
  if (viewer) redirect(returnTo ?? "/dashboard");
  return (
    <LoginForm
      action={signIn} returnTo={returnTo} notice={noticeOf(search.notice, returnTo)} demo={await listDemoPeople()}
      trouble={refusalSentence(search.error)} alternatives={<OtherWays returnTo={returnTo} />} offersPasskeys={arePasskeysOffered()}
      resend={resendAction}
      registerLink={<Link href={withReturnTo("/register", returnTo)} className="link">Create an account</Link>}
      forgotPasswordLink={<Link href={withReturnTo("/forgot-password", returnTo)} className="link text-sm">Forgot password?</Link>}
    />
  );
});
