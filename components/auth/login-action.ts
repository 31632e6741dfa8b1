import type { FormAction, FormState } from "@/components/ui/form-state";
import type { SecondFactorMethod } from "@/lib/features/mfa/schema";
import type { Failure, MfaChallenge } from "./auth-result";

/** What a sign-in came to. `useAuth().login` answers so. */
export type LoginResult = { success: boolean } & Partial<Failure>;

/** `rememberMe`: stay signed in when the browser closes. */
export type OnLogin = (identifier: string, password: string, options: { rememberMe: boolean }) => Promise<LoginResult>;

/** The second step. `useAuth().verifyMfa` is one. */
export type OnVerifyMfa = (mfaToken: string, code: string, options: { method?: SecondFactorMethod; trustDevice: boolean }) => Promise<LoginResult>;

/** Has a code of the second step mailed. `useAuth().sendMfaCode` is one. */
export type OnSendMfaCode = (mfaToken: string) => Promise<LoginResult>;

/**
 * A sign-in function as the action of the form. The password goes nowhere but to that function.
 * @param onChallenge - told where the second step is due; without it the refusal is shown as any other
 */
export const actionOfLogin =
  (onLogin: OnLogin, onChallenge?: (challenge: MfaChallenge) => void): FormAction =>
  async (_previous, form) => {
    const [identifier, password] = [textOf(form, "identifier").trim(), textOf(form, "password")];
    const result = await onLogin(identifier, password, { rememberMe: form.get("remember_me") === "true" });
    if (result.success) return { ok: true };
    if (!result.mfa || !onChallenge) return { ...refusedForm(result), values: { identifier } };
    onChallenge(result.mfa);
    return {};
  };

/** The second step as the action of its form, which says of which method the code is. */
export const actionOfSecondStep =
  (mfaToken: string, method: SecondFactorMethod | undefined, onVerifyMfa: OnVerifyMfa): FormAction =>
  async (_previous, form) => {
    const result = await onVerifyMfa(mfaToken, textOf(form, "code"), { method, trustDevice: form.get("trust_device") === "true" });
    return result.success ? { ok: true } : refusedForm(result);
  };

export const actionOfSendCode =
  (mfaToken: string, onSendMfaCode: OnSendMfaCode): FormAction =>
  async () => {
    const result = await onSendMfaCode(mfaToken);
    return result.success ? { ok: true } : refusedForm(result);
  };

const refusedForm = ({ error, code, fields, retryAfterSeconds, requestId }: LoginResult): FormState => ({
  message: error ?? "You could not be signed in. Try again.", code, fields, retryAfterSeconds, requestId,
});

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
