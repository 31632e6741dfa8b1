import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SecondStepForm } from "@/components/mfa/second-step-form";
import { showChallenge } from "@/lib/features/mfa/operations/show-challenge";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { runForFrame } from "@/lib/http/page";
import { returnToOf } from "@/lib/http/return-to";
import { withReturnTo } from "../with-return-to";
import { finishSignIn, sendCode } from "./actions";

export const metadata: Metadata = { title: "Second step" };
export const access = anyone();

/**
 * Behind the first factor, whichever door it was. A sign-in that waits is asked for its second step whoever is signed in meanwhile:
 * it takes the place of that session, as one without a second step does. Without one there is nothing to do here.
 */
export default page(access, async ({ viewer, search }) => {
  const returnTo = returnToOf(search);
  const challenge = await runForFrame(showChallenge);
  if (!challenge && viewer) redirect(returnTo ?? "/dashboard");
  if (!challenge) redirect(withReturnTo("/login?notice=second_step", returnTo));
  const { methods, address, trusted_device_days: trustedDays } = challenge;
  const hrefOf = Object.fromEntries(methods.map((method) => [method, withReturnTo(`/mfa?method=${method}`, returnTo)]));
  return (
    <SecondStepForm
      key={search.method} methods={methods} method={methods.find((method) => method === search.method) ?? methods[0]} hrefOf={hrefOf} address={address}
      trustedDays={trustedDays} returnTo={returnTo} action={finishSignIn} sendCodeAction={sendCode} loginHref={withReturnTo("/login", returnTo)}
      signedInAs={viewer?.username}
    />
  );
});
