/** The ways back in: a forgotten password, and a sign-in that was somebody else's. */
import { recoveryExamples } from "./examples";
import { reportSignIn } from "./operations/report-sign-in";
import { requestPasswordReset } from "./operations/request-password-reset";
import { resetPassword, resetPasswordByPath } from "./operations/reset-password";
import { showResetLink } from "./operations/show-reset-link";
import { showSignInReport } from "./operations/show-sign-in-report";

export const recoveryFeature = {
  name: "recovery",
  operations: [requestPasswordReset, resetPassword, resetPasswordByPath, showResetLink, showSignInReport, reportSignIn],
  examples: recoveryExamples,
};
