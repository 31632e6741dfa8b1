import { example, SAMPLE } from "@/lib/operation-example";
import { reportSignIn } from "./operations/report-sign-in";
import { requestPasswordReset } from "./operations/request-password-reset";
import { resetPassword, resetPasswordByPath } from "./operations/reset-password";
import { showResetLink } from "./operations/show-reset-link";
import { showSignInReport } from "./operations/show-sign-in-report";

const NEW = "nine lanterns over the harbour";

export const recoveryExamples = [
  example(requestPasswordReset, { input: { email: SAMPLE.email, redirect_url: "/account" } }),
  example(resetPassword, { title: "With the link's token", input: { token: SAMPLE.resetToken, new_password: NEW } }),
  example(resetPassword, { title: "With the mail's code", input: { email: SAMPLE.email, code: SAMPLE.resetCode, new_password: NEW } }),
  example(resetPasswordByPath, { params: { token: SAMPLE.resetToken }, input: { password: NEW } }),
  example(showResetLink, { params: { token: SAMPLE.resetToken } }),
  example(showSignInReport, { params: { token: SAMPLE.reportToken } }),
  example(reportSignIn, { input: { token: SAMPLE.reportToken } }),
];
