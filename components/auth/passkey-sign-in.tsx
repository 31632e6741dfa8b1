"use client";

import { KeyRound } from "lucide-react";
import { startTransition, useActionState, useCallback, useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { FormMessage } from "@/components/ui/form-message";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import { forgetPasskey } from "@/lib/client/passkey-ceremony";
import { askForAssertion, type Asserted, stopAsking, supportsAutofill } from "./passkey-browser";
import { useAssertion } from "./use-assertion";
import { usePasskeySupport } from "./use-passkey-support";

export interface PasskeySignInProps {
  /** Receives `assertion` (JSON), `remember_me` and `return_to`. */
  action: FormAction;
  /** What passkeys are bound to; on a page elsewhere nothing is offered. */
  domain: string;
  returnTo?: string;
  /** By which this browser signed in last. */
  isLast?: boolean;
}

/** Challenges are good for five minutes; a page that waits longer asks for another one. */
const RENEW_MS = 4 * 60_000;

/** As the form beside says; ticked where there is none. */
const isRemembered = () => document.querySelector<HTMLInputElement>('input[name="remember_me"]')?.checked ?? true;

/**
 * The button, and the passkeys that the browser offers in the field for the name. Not there without JavaScript or without
 * support. The field has to say `autoComplete="username webauthn"`.
 */
export function PasskeySignIn({ action, domain, returnTo, isLast }: PasskeySignInProps) {
  const [state, submit, isPending] = useActionState(action, emptyFormState);
  const isSupported = usePasskeySupport(domain);
  const asked = useRef({ domain, credentialId: "" });

  const send = useCallback(
    ({ assertion, ...about }: Asserted) => {
      asked.current = about;
      const form = new FormData();
      form.set("assertion", assertion);
      form.set("remember_me", String(isRemembered()));
      if (returnTo) form.set("return_to", returnTo);
      startTransition(() => submit(form));
    },
    [submit, returnTo],
  );
  const { ask, isAsking, trouble } = useAssertion(send);
  useAutofill(isSupported === true && !isAsking && !isPending, send);
  useEffect(() => {
    if (state.code === "PASSKEY_UNKNOWN") void forgetPasskey(asked.current.domain, asked.current.credentialId);
  }, [state]);

  if (!isSupported) return null;
  return (
    <div className="grid gap-3">
      {trouble ? <Alert tone="danger">{trouble}</Alert> : <FormMessage state={state} />}
      <Button variant="secondary" className="h-11 w-full" loading={isAsking || isPending} onClick={ask}>
        <KeyRound aria-hidden="true" />
        Sign in with a passkey
        {isLast && <Badge tone="accent">Last used</Badge>}
      </Button>
    </div>
  );
}

/** Keeps a question open in the field for the name, silently: whoever ignores it sees nothing of it. */
function useAutofill(isWanted: boolean, send: (given: Asserted) => void): void {
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    async function offer() {
      if (!(await supportsAutofill()) || !isCurrent) return;
      try {
        const given = await askForAssertion({ inAutofill: true });
        if (isCurrent) send(given);
      } catch {
        // The button says what is wrong.
      }
    }
    void offer();
    const renewal = setInterval(() => document.visibilityState === "visible" && void offer(), RENEW_MS);
    return () => {
      isCurrent = false;
      clearInterval(renewal);
      stopAsking();
    };
  }, [isWanted, send]);
}
