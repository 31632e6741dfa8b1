import { MailSignInLink } from "@/components/auth/mail-sign-in-link";
import { PasskeySignIn } from "@/components/auth/passkey-sign-in";
import { ProviderButtons } from "@/components/auth/provider-buttons";
import { providerDoors } from "@/lib/auth/provider-doors";
import { env } from "@/lib/env";
import { relyingPartyId } from "@/lib/features/passkeys/relying-party";
import { lastDoor } from "@/lib/http/last-door";
import { arePasskeysOffered } from "@/lib/session/passkeys-offered";
import { signInByPasskey } from "../passkey-action";
import { withReturnTo } from "../with-return-to";

/** What is configured beside the password; what this browser used last says so. @param returnTo - checked by `safeReturnTo` */
export async function OtherWays({ returnTo }: { returnTo?: string }) {
  const [last, providers] = await Promise.all([lastDoor(), providerDoors(returnTo)]);
  return (
    <ProviderButtons providers={providers}>
      {arePasskeysOffered() && <PasskeySignIn action={signInByPasskey} domain={relyingPartyId()} returnTo={returnTo} isLast={last === "passkey"} />}
      {env.magicLink && <MailSignInLink href={withReturnTo("/magic-link", returnTo)} isLast={last === "magic_link"} />}
    </ProviderButtons>
  );
}
