"use server";

import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { sendProofCode } from "@/lib/features/reauthentication/operations/send-proof-code";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";
import { jsonField } from "@/app/json-field";

const proofOf = ({ return_to: _, assertion, ...typed }: Record<string, FormDataEntryValue>) => (assertion === undefined ? typed : { assertion: jsonField(assertion) });

/** In the dialog: what was being done goes on there. */
export const confirmIdentity = action(reauthenticate, { toInput: proofOf });

/** On the page of its own. */
export const confirmAndReturn = action(reauthenticate, { toInput: proofOf, redirectTo: (_output, form) => safeReturnTo(form.get("return_to")) });

export const sendProof = action(sendProofCode, { toInput: () => ({}), message: ({ message }) => message });
