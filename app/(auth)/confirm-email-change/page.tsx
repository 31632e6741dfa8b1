import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { DeadLink } from "@/components/recovery/dead-link";
import { LinkButtonForm } from "@/components/verification/link-button-form";
import { showEmailChange } from "@/lib/features/verification/operations/show-email-change";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { confirmEmailChangeAction } from "../verification-actions";

const TITLE = "Confirm your new address";

/** As at `/verify-email`: the address bears a token. Signed in: the link alone changes nothing. */
export const metadata: Metadata = { title: TITLE, referrer: "same-origin", robots: { index: false } };
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
