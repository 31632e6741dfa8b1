"use client";

import { useEffect, useRef, useState } from "react";
import { SecondStepForm } from "@/components/mfa/second-step-form";
import type { SecondFactorMethod } from "@/lib/features/mfa/schema";
import type { MfaChallenge } from "./auth-result";
import { actionOfSecondStep, actionOfSendCode, type OnSendMfaCode, type OnVerifyMfa } from "./login-action";

export interface SecondStepProps {
  challenge: MfaChallenge;
  onVerifyMfa: OnVerifyMfa;
  onSendMfaCode?: OnSendMfaCode;
  trustedDays: number;
  onRestart: () => void;
}

const NO_MAIL = async () => ({ success: false });

/** The second step in the place of the first one, by functions. */
export function SecondStep({ challenge: { mfaToken, methods }, onVerifyMfa, onSendMfaCode, trustedDays, onRestart }: SecondStepProps) {
  const [chosen, choose] = useState<SecondFactorMethod | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const offered = methods.filter((method) => method !== "email" || onSendMfaCode);
  const method = chosen ?? offered[0];
  // What had the focus is gone.
  useEffect(() => place.current?.querySelector<HTMLElement>('[name="code"], [data-form-message]')?.focus(), [method]);
  return (
    <div ref={place}>
      <SecondStepForm
        key={method} methods={offered} method={method} onChoose={choose} trustedDays={trustedDays} onRestart={onRestart}
        action={actionOfSecondStep(mfaToken, method, onVerifyMfa)} sendCodeAction={actionOfSendCode(mfaToken, onSendMfaCode ?? NO_MAIL)}
      />
    </div>
  );
}
