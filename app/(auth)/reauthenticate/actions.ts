"use server";

import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { sendProofCode } from "@/lib/features/reauthentication/operations/send-proof-code";
import { action } from "@/lib/http/action";
import { safeReturnTo } from "@/lib/http/return-to";

const proofOf = ({ return_to: _, ...proof }: Record<string, FormDataEntryValue>) => proof;

/** In the dialog: what was being done goes on there. */
export const confirmIdentity = action(reauthenticate, { toInput: proofOf });

/** On the page of its own. */
export const confirmAndReturn = action(reauthenticate, { toInput: proofOf, redirectTo: (_output, form) => safeReturnTo(form.get("return_to")) });

export const sendProof = action(sendProofCode, { toInput: () => ({}), message: ({ message }) => message });
