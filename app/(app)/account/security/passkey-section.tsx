import { PasskeyList } from "@/components/account/passkey-list";
import { relyingPartyId } from "@/lib/features/passkeys/relying-party";
import type { WirePasskey } from "@/lib/features/passkeys/schema";
import { arePasskeysOffered } from "@/lib/session/passkeys-offered";
import { beginPasskey, finishPasskey, nameOwnPasskey, removeOwnPasskey } from "./passkey-actions";

/** Those there are can be removed also where none can be added any more. */
export function PasskeySection({ passkeys }: { passkeys: WirePasskey[] }) {
  const isOffered = arePasskeysOffered();
  if (!isOffered && passkeys.length === 0) return null;
  const add = { beginAction: beginPasskey, finishAction: finishPasskey, domain: relyingPartyId() };
  return <PasskeyList passkeys={passkeys} add={isOffered ? add : undefined} renameAction={nameOwnPasskey} removeAction={removeOwnPasskey} />;
}
