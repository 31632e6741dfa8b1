"use client";

import { KeyRound } from "lucide-react";
import { startTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { useAssertion } from "./use-assertion";
import { usePasskeySupport } from "./use-passkey-support";

export interface PasskeyProofProps {
  /** Receives `assertion` (JSON) and `return_to`. */
  send: (form: FormData) => void;
  isPending: boolean;
  returnTo?: string;
  /** Why the passkey that was given proved nothing. */
  refusal?: string;
}

const UNSUPPORTED = <Alert tone="info">This browser cannot use passkeys here. Choose another way, or sign out and in again.</Alert>;

/** The browser asks for a passkey of the account. Without JavaScript, or in a browser that knows none, it says so. */
export function PasskeyProof({ send, isPending, returnTo, refusal }: PasskeyProofProps) {
  const isSupported = usePasskeySupport();
  const { ask, isAsking, trouble } = useAssertion(({ assertion }) => {
    const form = new FormData();
    form.set("assertion", assertion);
    if (returnTo) form.set("return_to", returnTo);
    startTransition(() => send(form));
  });
  if (isSupported === undefined) return <noscript>{UNSUPPORTED}</noscript>;
  if (!isSupported) return UNSUPPORTED;
  return (
    <div className="grid gap-4">
      {(trouble ?? refusal) && <Alert tone="danger">{trouble ?? refusal}</Alert>}
      <Button className="w-full" loading={isAsking || isPending} onClick={ask}>
        <KeyRound aria-hidden="true" />
        Use a passkey
      </Button>
    </div>
  );
}
