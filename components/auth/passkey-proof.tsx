"use client";

import { KeyRound } from "lucide-react";
import { startTransition, useState, useSyncExternalStore } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { sentenceOfQuestion } from "@/lib/client/passkey-ceremony";
import { askForAssertion, isOurRefusal, supportsPasskeys } from "./passkey-browser";

export interface PasskeyProofProps {
  /** Receives `assertion` (JSON) and `return_to`. */
  send: (form: FormData) => void;
  isPending: boolean;
  returnTo?: string;
  /** Why the passkey that was given proved nothing. */
  refusal?: string;
}

const unchanging = () => () => undefined;

const UNSUPPORTED = <Alert tone="info">This browser cannot use passkeys here. Choose another way, or sign out and in again.</Alert>;

/** The browser asks for a passkey of the account. Without JavaScript, or in a browser that knows none, it says so. */
export function PasskeyProof({ send, isPending, returnTo, refusal }: PasskeyProofProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const isSupported = useSyncExternalStore(unchanging, () => supportsPasskeys(window.location.hostname), () => undefined);

  async function ask() {
    setTrouble(null);
    setIsAsking(true);
    try {
      const form = new FormData();
      form.set("assertion", (await askForAssertion()).assertion);
      if (returnTo) form.set("return_to", returnTo);
      startTransition(() => send(form));
    } catch (error) {
      setTrouble(isOurRefusal(error) ? error.message : sentenceOfQuestion(error));
    } finally {
      setIsAsking(false);
    }
  }
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
