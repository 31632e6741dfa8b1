import type { Metadata } from "next";
import Link from "next/link";
import { AuthHeading } from "@/components/auth/auth-heading";
import { ReauthenticateForm } from "@/components/auth/reauthenticate-form";
import { Button } from "@/components/ui/button";
import { showProof } from "@/lib/features/reauthentication/operations/show-proof";
import type { ProofMethod } from "@/lib/features/reauthentication/schema";
import { signedIn } from "@/lib/http/access";
import { page } from "@/app/page-maker";
import { safeReturnTo } from "@/lib/http/return-to";
import { confirmAndReturn, sendProof } from "./actions";

export const metadata: Metadata = { title: "Confirm that it is you" };
export const access = signedIn();

/** The one that was chosen goes first. */
const chosenFirst = (methods: ProofMethod[], chosen: string | undefined): ProofMethod[] =>
  [...methods].sort((a, b) => Number(b === chosen) - Number(a === chosen));

const hrefsOf = (methods: ProofMethod[], returnTo: string) =>
  Object.fromEntries(methods.map((method) => [method, `/reauthenticate?method=${method}&return_to=${encodeURIComponent(returnTo)}`]));

export default page(
  access,
  async ({ viewer, search, run }) => {
    const returnTo = safeReturnTo(search.return_to);
    const proof = await run(showProof);
    if (proof.is_recent) {
      return (
        <div className="grid gap-8">
          <AuthHeading title="Identity confirmed" aside="You have just proved that it is you." />
          <Button asChild className="h-11 w-full"><Link href={returnTo}>Continue</Link></Button>
        </div>
      );
    }
    return (
      <div className="grid gap-8">
        <AuthHeading title="Confirm that it is you" aside={<>What comes next matters, and you signed in a while ago. You are signed in as {viewer.email}.</>} />
        <ReauthenticateForm
          methods={chosenFirst(proof.methods, search.method)} action={confirmAndReturn} sendCodeAction={sendProof} username={viewer.email} returnTo={returnTo}
          hrefs={hrefsOf(proof.methods, returnTo)}
        />
        <p className="text-sm text-muted-foreground"><Link href={returnTo} className="link">Go back without confirming</Link></p>
      </div>
    );
  },
  // What is due may ask for it: a first second factor does.
  { whileDue: "anything" },
);
