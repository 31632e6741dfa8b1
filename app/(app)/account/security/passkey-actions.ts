"use server";

import type { BeginState } from "@/components/account/add-passkey";
import { beginRegistration } from "@/lib/features/passkeys/operations/begin-registration";
import { registerPasskey } from "@/lib/features/passkeys/operations/register-passkey";
import { removePasskey } from "@/lib/features/passkeys/operations/remove-passkey";
import { renamePasskey } from "@/lib/features/passkeys/operations/rename-passkey";
import { action } from "@/lib/http/action";
import { jsonField } from "@/app/json-field";

export async function beginPasskey(previous: BeginState, form: FormData): Promise<BeginState> {
  let options: BeginState["options"];
  const begin = action(beginRegistration, {
    toInput: () => ({}),
    message: (output) => {
      options = output.options;
      return "";
    },
  });
  return { ...(await begin(previous, form)), options };
}

export const finishPasskey = action(registerPasskey, {
  toInput: ({ attestation }) => ({ attestation: jsonField(attestation) }),
  message: ({ message }) => message,
});

export const nameOwnPasskey = action(renamePasskey, { params: ["id"], message: ({ message }) => message });

export const removeOwnPasskey = action(removePasskey, { params: ["id"], toInput: () => ({}), message: ({ message }) => message });
