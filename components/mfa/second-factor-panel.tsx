"use client";

import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/confirm-form";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import type { FactorKind, MfaState } from "@/lib/features/mfa/schema";
import { RecoveryCodes } from "./recovery-codes";
import { SetupBox } from "./setup-box";
import { TurnOff } from "./turn-off";

export interface SecondFactorPanelProps {
  mfa: MfaState;
  /** Receives `method`; answers `secret`, `otpauth_url` and `recovery_codes` in `shownOnce`. */
  enableAction: FormAction;
  /** Receives `code`. */
  confirmAction: FormAction;
  disableAction: FormAction;
  sendCodeAction: FormAction;
  /** Answers `recovery_codes` in `shownOnce`. */
  renewCodesAction: FormAction;
}

const textOf = (value: string | string[] | null | undefined): string | null => (typeof value === "string" ? value : null);
const listOf = (value: string | string[] | null | undefined): string[] => (Array.isArray(value) ? value : []);

/** Second factors of one's own account: set up, confirm, turn off; recovery codes. Holds the forms' states, because what they made is shown once. */
export function SecondFactorPanel({ mfa, enableAction, confirmAction, disableAction, sendCodeAction, renewCodesAction }: SecondFactorPanelProps) {
  const [begun, begin] = useFormAction(enableAction);
  const [confirmed, confirm] = useFormAction(confirmAction);
  const [renewed, renew, isRenewing] = useFormAction(renewCodesAction);
  const made = listOf(begun.shownOnce?.recovery_codes);
  const codes = listOf(renewed.shownOnce?.recovery_codes);
  const shown = codes.length > 0 ? codes : made;
  const pending = mfa.setup_pending;
  const isShown = begun.shownOnce?.method === pending;
  return (
    <Card id="second-factor">
      <CardHeader
        title="Second factor" description="After your password, a mailed link or a provider, signing in asks for a code too. None of them alone opens your account."
        action={<Badge tone={mfa.enabled ? "success" : "neutral"} dot>{mfa.enabled ? "On" : "Off"}</Badge>}
      />
      <CardBody className="grid gap-5">
        {!begun.ok && <FormMessage state={begun} />}
        {confirmed.ok && <FormMessage state={confirmed} />}
        {pending && (
          <SetupBox
            kind={pending} secret={isShown ? textOf(begun.shownOnce?.secret) : null} url={isShown ? textOf(begun.shownOnce?.otpauth_url) : null}
            state={confirmed} confirm={confirm} sendCodeAction={sendCodeAction}
          />
        )}
        {shown.length > 0 && <RecoveryCodes codes={shown} />}
        <ul className="divide-y rounded-lg border">
          <Method kind="totp" name="Authenticator app" text="An app on your telephone shows a new code every thirty seconds." mfa={mfa} begin={begin} />
          <Method kind="email" name="Codes by mail" text="We mail you a code each time. Weaker: whoever reads your mail has it." mfa={mfa} begin={begin} />
        </ul>
        {mfa.enabled && (
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
            <p className={mfa.recovery_codes_low ? "text-warning-text" : "text-muted-foreground"}>{codesSentence(mfa)}</p>
            <ConfirmButton
              submit={renew} pending={isRenewing} label="New recovery codes" confirmLabel="Make new codes" destructive={false} variant="secondary"
              title="Make ten new recovery codes?" description="Those that you have now stop working."
            />
          </div>
        )}
        {!renewed.ok && <FormMessage state={renewed} />}
        {mfa.enabled && !mfa.required && <TurnOff action={disableAction} sendCodeAction={mfa.methods.includes("email") ? sendCodeAction : undefined} />}
        {mfa.required && <p className="text-sm text-muted-foreground">Your account has to have a second factor, so it cannot be turned off.</p>}
      </CardBody>
    </Card>
  );
}

function codesSentence({ recovery_codes_left: left, recovery_codes_low: isLow }: MfaState): string {
  const count = left === 0 ? "No recovery code is left." : left === 1 ? "One recovery code is left." : `${left} recovery codes are left.`;
  return isLow ? `${count} Make new ones, or you may lock yourself out.` : count;
}

interface MethodProps {
  kind: FactorKind;
  name: string;
  text: string;
  mfa: MfaState;
  begin: (form: FormData) => void;
}

function Method({ kind, name, text, mfa, begin }: MethodProps) {
  const isOn = mfa.methods.includes(kind);
  const label = kind === "totp" && isOn ? "Set up another app" : mfa.setup_pending === kind ? "Begin again" : "Set up";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
      <div className="grid min-w-0 flex-1 basis-56 gap-0.5 text-sm">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">{name}{isOn && <Badge tone="success">In use</Badge>}</p>
        <p className="text-muted-foreground">{text}</p>
      </div>
      {(kind === "totp" || !isOn) && (
        <form action={begin}>
          <input type="hidden" name="method" value={kind} />
          <SubmitButton variant="secondary" size="sm" aria-label={`${label}: ${name}`}>{label}</SubmitButton>
        </form>
      )}
    </li>
  );
}
