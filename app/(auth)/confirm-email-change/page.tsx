import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { DeadLink } from "@/components/recovery/dead-link";
import { LinkButtonForm } from "@/components/ui/link-button-form";
import { showEmailChange } from "@/lib/features/verification/operations/show-email-change";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { tokenPage } from "../token-page";
import { confirmEmailChangeAction } from "../verification-actions";

const TITLE = "Confirm your new address";

export const metadata = tokenPage(TITLE);
/** The link alone changes nothing. */
export const access = signedIn();

const otherwise = <li><Link href="/account/email" className="link">Change your address anew</Link></li>;

export default page(
  access,
  async ({ run, viewer, search }) => {
    const token = search.token?.trim() || undefined;
    const { pending, link } = await run(showEmailChange, { query: { token } });
    if (link?.message) return <DeadLink title={TITLE} message={link.message}>{otherwise}</DeadLink>;
    if (!token || !pending) return <DeadLink title={TITLE} message="No change of the address of this account waits to be confirmed.">{otherwise}</DeadLink>;
    return (
      <div className="grid gap-8">
        <AuthHeading title={TITLE} aside={<>From <strong className="[overflow-wrap:anywhere]">{viewer.email}</strong> to <strong className="[overflow-wrap:anywhere]">{pending.new_email}</strong></>} />
        <LinkButtonForm action={confirmEmailChangeAction} token={token} label="Use this address" otherwise={otherwise} />
      </div>
    );
  },
  { whileDue: ["verified_address"] },
);
