"use server";

import { CONFIRMED_MARK } from "@/components/shell/confirmed-mark";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { sendProofCode } from "@/lib/features/reauthentication/operations/send-proof-code";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";
import { jsonField } from "@/app/json-field";

const proofOf = ({ return_to: _, assertion, ...typed }: Record<string, FormDataEntryValue>) => (assertion === undefined ? typed : { assertion: jsonField(assertion) });

/** Another site is told nothing. */
function withMark(target: string): string {
  if (!target.startsWith("/")) return target;
  const [path = "", fragment] = target.split("#", 2);
  const marked = `${path}${path.includes("?") ? "&" : "?"}${CONFIRMED_MARK}=1`;
  return fragment === undefined ? marked : `${marked}#${fragment}`;
}

/** In the dialog: what was being done goes on there. */
export const confirmIdentity = action(reauthenticate, { toInput: proofOf });

/** On the page of its own. What had been sent is lost on the way, and the page that it leads back to says so. */
export const confirmAndReturn = action(reauthenticate, { toInput: proofOf, redirectTo: (_output, form) => withMark(safeReturnTo(form.get("return_to"))) });

export const sendProof = action(sendProofCode, { toInput: () => ({}), message: ({ message }) => message });
