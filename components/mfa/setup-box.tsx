"use client";

import { CodeField } from "@/components/ui/code-field";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction, FormState } from "@/components/ui/form-state";
import { CopyButton } from "@/components/ui/copy-button";
import { SendCode } from "@/components/ui/send-code";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormFocus } from "@/components/ui/use-form-focus";
import type { FactorKind } from "@/lib/features/mfa/schema";
import { QrCode } from "./qr-code";

export interface SetupBoxProps {
  kind: FactorKind;
  /** Base32 and otpauth://, while they are there to be shown. */
  secret: string | null;
  url: string | null;
  state: FormState;
  /** Receives `code`. */
  confirm: (form: FormData) => void;
  sendCodeAction: FormAction;
}

/** In fours, as people read it into an app. */
const spaced = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

/** A second factor that was begun: what to do with it, and the code that turns it on. */
export function SetupBox({ kind, secret, url, state, confirm, sendCodeAction }: SetupBoxProps) {
  const form = useFormFocus(state);
  return (
    <div className="grid gap-5 rounded-lg border p-4 sm:p-5">
      {kind === "email" ? <SendCode action={sendCodeAction} isSent /> : <App secret={secret} url={url} />}
      <form ref={form} action={confirm} noValidate className="grid max-w-xs gap-4">
        {!state.ok && <FormMessage state={state.fields ? { ...state, message: undefined } : state} />}
        <CodeField hint={kind === "totp" ? "What the app shows now." : "From our mail."} errors={state.fields?.code} />
        <SubmitButton>Turn it on</SubmitButton>
      </form>
    </div>
  );
}

function App({ secret, url }: { secret: string | null; url: string | null }) {
  if (!secret || !url) return <p className="text-sm text-muted-foreground">Enter the code that your app shows. If you have not scanned the QR code, begin again.</p>;
  return (
    <div className="flex flex-wrap items-center gap-6">
      <QrCode text={url} label="QR code for your authenticator app" />
      <div className="grid min-w-0 flex-1 basis-56 gap-2 text-sm">
        <p>Scan this with your authenticator app, or open it <a href={url} className="link">on this device</a>.</p>
        <p className="text-muted-foreground">If you cannot scan it, type this key into the app:</p>
        <div className="flex items-center gap-2">
          <code aria-label="Setup key" className="rounded-md bg-sunken px-2 py-1 font-mono break-all">{spaced(secret)}</code>
          <CopyButton value={secret} label="Copy the key" />
        </div>
      </div>
    </div>
  );
}
