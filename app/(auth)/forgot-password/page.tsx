import type { Metadata } from "next";
import { ForgotPasswordForm } from "@/components/recovery/forgot-password-form";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { returnToOf } from "@/lib/http/return-to";
import { requestResetAction, resetAction } from "../recovery-actions";

export const metadata: Metadata = { title: "Reset your password" };
export const access = anyone();

/** Open to those who are signed in as well: they may have forgotten what they signed in with. */
export default page(access, async ({ search }) => (
  <ForgotPasswordForm action={requestResetAction} resetAction={resetAction} returnTo={returnToOf(search)} />
));
