import { login } from "@/lib/features/auth/operations/login";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { mailToken } from "../../factories/mail-token";
import type { TestUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";

export const NEW = "nine lanterns over the harbour";

/** The link and the code of a mail that somebody was sent. */
export const resetToken = ({ id, email }: TestUser, more: { ttlSeconds?: number } = {}) =>
  mailToken({ purpose: "password_reset", userId: id, address: email, ttlSeconds: 3600, withCode: true, ...more });

export const reset = (token: string, password = NEW) => callAs(null).run(resetPassword, { input: { token, new_password: password } });

/** `in`, or why not. */
export const signIn = async ({ email }: TestUser, password: string): Promise<string> => (await callAs(null).run(login, { input: { email, password } })).error?.code ?? "in";
