import { example, SAMPLE } from "@/lib/operation-example";
import { changeEmail } from "./operations/change-email";
import { confirmEmail, confirmEmailByLink } from "./operations/confirm-email";
import { confirmEmailChange } from "./operations/confirm-email-change";
import { resendVerification } from "./operations/resend-verification";
import { showConfirmation } from "./operations/show-confirmation";
import { undoEmailChange } from "./operations/undo-email-change";

/** Of mails that were sent; tests put those of real ones in their place. */
export const SAMPLE_LINKS = {
  verification: "pV8mQ2rT5wX1yB4dF7hJ0kM3nP6sU9vZ2cE5gI8lO1a",
  change: "cH4jK7mN0pR3tV6xZ9bD2fG5iL8oQ1sU4wY7aC0eH3k",
  undo: "uN1dO4rS7tV0wX3yZ6aB9cD2eF5gH8iJ1kL4mN7oP0q",
} as const;

const NEW_PASSWORD = "seven harbours before noon";

export const verificationExamples = [
  example(showConfirmation, { params: { token: SAMPLE_LINKS.verification } }),
  example(confirmEmailByLink, { params: { token: SAMPLE_LINKS.verification }, input: { password: SAMPLE.password } }),
  example(confirmEmail, { title: "By the link, with a new password", input: { token: SAMPLE_LINKS.verification, new_password: NEW_PASSWORD } }),
  example(resendVerification, { title: "By address", input: { email: SAMPLE.email } }),
  example(changeEmail, { input: { new_email: "grace.hopper@example.org", current_password: SAMPLE.password } }),
  example(confirmEmailChange, { title: "By the link", input: { token: SAMPLE_LINKS.change } }),
  example(undoEmailChange, { input: { token: SAMPLE_LINKS.undo } }),
];
