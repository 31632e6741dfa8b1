import type { FormAction } from "@/components/ui/form-state";

export interface LoginOptions {
  /** Stay signed in when the browser closes. */
  rememberMe: boolean;
}

/** What a sign-in came to. `useAuth().login` answers so. */
export interface LoginResult {
  success: boolean;
  /** A sentence for people. */
  error?: string;
  /** Sentences per input name. */
  fields?: Record<string, string[]>;
  /** The API's machine code. */
  code?: string;
  retryAfterSeconds?: number;
  requestId?: string;
}

export type OnLogin = (identifier: string, password: string, options: LoginOptions) => Promise<LoginResult>;

/** A sign-in function as the action of the form. The password goes nowhere but to that function. */
export const actionOfLogin =
  (onLogin: OnLogin): FormAction =>
  async (_previous, form) => {
    const [identifier, password] = [textOf(form, "identifier").trim(), textOf(form, "password")];
    const { success, error, fields, ...rest } = await onLogin(identifier, password, { rememberMe: form.get("remember_me") === "true" });
    if (success) return { ok: true };
    return { ...rest, message: error ?? "You could not be signed in. Try again.", fields: byInput(fields), values: { identifier } };
  };

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The API also knows the identifier as `email` and `username`; the form has one input for all three. */
function byInput({ email = [], username = [], identifier = [], ...rest }: Record<string, string[]> = {}): Record<string, string[]> {
  const sentences = [...new Set([...identifier, ...email, ...username])];
  return sentences.length > 0 ? { ...rest, identifier: sentences } : rest;
}
