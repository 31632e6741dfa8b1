/** The proof of mail addresses: that one is its owner's, and the change from one to another. */
import { verificationExamples } from "./examples";
import { changeEmail } from "./operations/change-email";
import { confirmEmail, confirmEmailByLink } from "./operations/confirm-email";
import { confirmEmailChange } from "./operations/confirm-email-change";
import { resendVerification } from "./operations/resend-verification";
import { showConfirmation } from "./operations/show-confirmation";
import { showEmailChange } from "./operations/show-email-change";
import { undoEmailChange } from "./operations/undo-email-change";

export const verificationFeature = {
  name: "verification",
  operations: [showConfirmation, confirmEmailByLink, confirmEmail, resendVerification, showEmailChange, changeEmail, confirmEmailChange, undoEmailChange],
  examples: verificationExamples,
};
