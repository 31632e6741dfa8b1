import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ProviderButtons } from "@/components/auth/provider-buttons";
import { RegisterForm } from "@/components/auth/register-form";
import { providerDoors } from "@/lib/auth/provider-doors";
import { formFields, userFields } from "@/lib/hooks/user-fields";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { returnToOf } from "@/lib/http/return-to";
import { signUp } from "../actions";
import { withReturnTo } from "../with-return-to";

export const metadata: Metadata = { title: "Create your account" };
export const access = anyone();

export default page(access, async ({ viewer, search }) => {
  const returnTo = returnToOf(search);
  if (viewer) redirect(returnTo ?? "/dashboard");
  return (
    <RegisterForm
      alternatives={<ProviderButtons providers={await providerDoors(returnTo)} />}
      action={signUp} returnTo={returnTo} extra={formFields(userFields, "registration")}
      loginLink={<Link href={withReturnTo("/login", returnTo)} className="link">Sign in</Link>}
    />
  );
});
