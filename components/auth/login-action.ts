import type { FormAction } from "@/components/ui/form-state";
import type { Failure } from "./auth-result";

/** What a sign-in came to. `useAuth().login` answers so. */
export type LoginResult = { success: boolean } & Partial<Failure>;

/** `rememberMe`: stay signed in when the browser closes. */
export type OnLogin = (identifier: string, password: string, options: { rememberMe: boolean }) => Promise<LoginResult>;

/** A sign-in function as the action of the form. The password goes nowhere but to that function. */
export const actionOfLogin =
  (onLogin: OnLogin): FormAction =>
  async (_previous, form) => {
    const [identifier, password] = [textOf(form, "identifier").trim(), textOf(form, "password")];
    const { success, error, code, fields, retryAfterSeconds, requestId } = await onLogin(identifier, password, { rememberMe: form.get("remember_me") === "true" });
    if (success) return { ok: true };
    return { message: error ?? "You could not be signed in. Try again.", code, fields, retryAfterSeconds, requestId, values: { identifier } };
  };

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
