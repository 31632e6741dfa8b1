import Link from "next/link";
import { DeadLink } from "@/components/recovery/dead-link";
import { NotMeForm } from "@/components/recovery/not-me-form";
import { TakenBack } from "@/components/recovery/taken-back";
import { showSignInReport } from "@/lib/features/recovery/operations/show-sign-in-report";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { reportSignInAction } from "../recovery-actions";
import { tokenPage } from "../token-page";

const TITLE = "Was this not you?";

export const metadata = tokenPage(TITLE);
export const access = anyone();

const forward = (
  <>
    <li><Link href="/forgot-password" className="link">Choose a new password</Link>: all sessions end, also those you do not know</li>
    <li><Link href="/account/sessions" className="link">See where you are signed in</Link></li>
  </>
);

export default page(access, async ({ run, search }) => {
  const token = search.token?.trim();
  if (search.done) {
    const mailed = "We have sent you a mail with which you choose a new password. Do that now: whoever signed in may know the old one. If they came by a mailed link or a provider, your mailbox or your account there needs you, too.";
    return <TakenBack title="That session is ended" mailed={mailed} isClosed={search.done === "closed"} />;
  }
  const report = token ? await run(showSignInReport, { params: { token } }) : null;
  if (!token || !report?.device || !report.at) return <DeadLink title={TITLE} message={report?.message ?? "This page is opened from our mail about a new sign-in."}>{forward}</DeadLink>;
  return <NotMeForm action={reportSignInAction} token={token} device={report.device} place={report.place} at={report.at} forward={forward} />;
});
