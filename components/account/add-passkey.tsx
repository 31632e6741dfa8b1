"use client";

import { Plus } from "lucide-react";
import { startTransition, useEffect, useState } from "react";
import { makePasskey } from "@/components/auth/passkey-browser";
import { usePasskeySupport } from "@/components/auth/use-passkey-support";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction, FormState } from "@/components/ui/form-state";
import { useFormAction } from "@/components/ui/use-form-action";
import { sentenceOfQuestion } from "@/lib/client/passkey-ceremony";
import type { CreationOptions } from "@/lib/features/passkeys/schema";

/** What the first step answers. */
export interface BeginState extends FormState {
  options?: CreationOptions;
}

export interface AddPasskeyProps {
  /** Answers what the browser needs. */
  beginAction: (previous: BeginState, form: FormData) => Promise<BeginState>;
  /** Receives `attestation` (JSON). */
  finishAction: FormAction;
  domain: string;
}

/** Two steps around the browser's own question. Not there without JavaScript. */
export function AddPasskey({ beginAction, finishAction, domain }: AddPasskeyProps) {
  const [begun, begin, isBeginning] = useFormAction<BeginState>(beginAction);
  const [finished, finish, isFinishing] = useFormAction(finishAction);
  const [asking, setAsking] = useState<{ trouble: string | null; isOpen: boolean }>({ trouble: null, isOpen: false });
  const isSupported = usePasskeySupport(domain);
  const { options } = begun;

  useEffect(() => {
    if (!options) return;
    let isCurrent = true;
    async function ask(given: CreationOptions) {
      setAsking({ trouble: null, isOpen: true });
      try {
        const form = new FormData();
        form.set("attestation", await makePasskey(given));
        if (isCurrent) startTransition(() => finish(form));
        if (isCurrent) setAsking({ trouble: null, isOpen: false });
      } catch (error) {
        if (isCurrent) setAsking({ trouble: sentenceOfQuestion(error), isOpen: false });
      }
    }
    void ask(options);
    return () => {
      isCurrent = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each challenge: `finish` is new at every rendering
  }, [options]);

  if (isSupported === false) return <p className="text-sm text-muted-foreground">This browser, or this address of the site, has no passkeys.</p>;
  if (!isSupported) return null;
  return (
    <form action={begin} className="grid justify-items-start gap-3">
      {asking.trouble && <Alert tone="danger">{asking.trouble}</Alert>}
      {!begun.ok && <FormMessage state={begun} />}
      {!asking.trouble && <FormMessage state={finished} />}
      <Button type="submit" variant="secondary" loading={isBeginning || asking.isOpen || isFinishing}><Plus aria-hidden="true" />Add a passkey</Button>
    </form>
  );
}
