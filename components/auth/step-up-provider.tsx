"use client";

import { type ReactNode, useCallback, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import type { FormAction } from "@/components/ui/form-state";
import { type Remedy, RemedyContext } from "@/components/ui/use-form-action";
import type { ProofMethod } from "@/lib/features/reauthentication/schema";
import { ReauthenticateForm } from "./reauthenticate-form";

export interface StepUpProviderProps {
  /** Receives `password` or `code`. */
  confirmAction: FormAction;
  sendCodeAction: FormAction;
  username: string;
  children: ReactNode;
}

interface Question {
  methods: ProofMethod[];
  answer: (isProven: boolean) => void;
}

/**
 * Asks in place for what REAUTH_REQUIRED asks for: forms below that use `useFormAction` are sent again once it is proven
 * who is there.
 */
export function StepUpProvider({ confirmAction, sendCodeAction, username, children }: StepUpProviderProps) {
  const [question, setQuestion] = useState<Question | null>(null);
  const remedy = useCallback<Remedy>((refused) => {
    if (refused.code !== "REAUTH_REQUIRED" || !refused.stepUp) return undefined;
    const methods = refused.stepUp.methods as ProofMethod[];
    return new Promise<boolean>((answer) => setQuestion({ methods, answer }));
  }, []);
  const close = useCallback(
    (isProven: boolean) => {
      question?.answer(isProven);
      setQuestion(null);
    },
    [question],
  );
  const proven = useCallback(() => close(true), [close]);
  return (
    <RemedyContext value={remedy}>
      {children}
      <Dialog
        open={question !== null} onOpenChange={(open) => !open && close(false)}
        title="Confirm that it is you" description="This matters, and you signed in a while ago. Afterwards you continue where you were."
      >
        {question && <ReauthenticateForm methods={question.methods} action={confirmAction} sendCodeAction={sendCodeAction} username={username} onProven={proven} />}
      </Dialog>
    </RemedyContext>
  );
}
