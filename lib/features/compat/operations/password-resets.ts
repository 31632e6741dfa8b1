/** Forgotten passwords: Scribes' `/auth/password-reset/*` (reference contract P4, P5), Reprotech's backend's under `/api/v1/auth` (P6, P7). */
import { z } from "zod";
import { requestPasswordReset } from "@/lib/features/recovery/operations/request-password-reset";
import { resetPassword } from "@/lib/features/recovery/operations/reset-password";
import { backend, scribes } from "../dialects";
import { translate } from "../translate";

const email = { accepts: z.object({ email: z.string() }), to: ({ email }: { email: string }) => ({ email }) };
/** What all four answer. */
const saysSo = { output: z.object({ message: z.string() }), answer: (body: { message: string }) => body };

export const scribesRequestReset = translate(requestPasswordReset, {
  name: "scribes-request-reset",
  http: { method: "POST", path: "/auth/password-reset/request" },
  summary: "Scribes: have a mail sent with which the owner of an address chooses a new password",
  dialect: scribes,
  input: email,
  ...saysSo,
});

export const scribesResetPassword = translate(resetPassword, {
  name: "scribes-reset-password",
  http: { method: "POST", path: "/auth/password-reset/confirm" },
  summary: "Scribes: choose a new password with the token of the mail",
  dialect: scribes,
  input: { accepts: z.object({ token: z.string(), new_password: z.string() }), to: (sent) => sent },
  ...saysSo,
});

export const backendForgotPassword = translate(requestPasswordReset, {
  name: "backend-forgot-password",
  http: { method: "POST", path: "/api/v1/auth/forgot-password" },
  summary: "Reprotech's backend: have a mail sent with which the owner of an address chooses a new password; the token is in the mail alone",
  dialect: backend,
  input: email,
  ...saysSo,
});

export const backendResetPassword = translate(resetPassword, {
  name: "backend-reset-password",
  http: { method: "POST", path: "/api/v1/auth/reset-password" },
  summary: "Reprotech's backend: choose a new password with the token of the mail",
  dialect: backend,
  fields: { new_password: "password" },
  input: { accepts: z.object({ token: z.string(), password: z.string() }), to: ({ token, password }) => ({ token, new_password: password }) },
  ...saysSo,
});
