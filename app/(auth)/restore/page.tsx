import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-heading";
import { RestoreForms } from "@/components/privacy/restore-forms";
import { formatInstant } from "@/components/ui/format-instant";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { keepAction, leaveAction } from "./actions";

export const metadata: Metadata = { title: "Keep your account" };
export const access = signedIn();

/** Where every way in leads while an account waits for its deletion. */
export default page(
  access,
  async ({ viewer }) => {
    const { deletionDueAt } = viewer;
    if (!deletionDueAt) redirect("/account");
    return (
      <div className="grid gap-8">
        <AuthHeading
          title="Your account will be deleted"
          aside={<>As you asked, {viewer.email} and everything in it will be gone on <strong className="font-medium text-foreground">{formatInstant(deletionDueAt.toISOString())}</strong>. Until then you can keep it as it was.</>}
        />
        <RestoreForms keepAction={keepAction} leaveAction={leaveAction} exportHref="/account/export" />
      </div>
    );
  },
  { whileDue: "anything" },
);
