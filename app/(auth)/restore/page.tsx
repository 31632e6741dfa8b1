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
          aside={<>You asked for that. It goes on <strong className="font-medium text-foreground">{formatInstant(deletionDueAt.toISOString())}</strong>, with everything in it; until then you can keep it as it was. You are signed in as {viewer.email}.</>}
        />
        <RestoreForms keepAction={keepAction} leaveAction={leaveAction} exportHref="/account/export" />
      </div>
    );
  },
  { whileDue: "anything" },
);
