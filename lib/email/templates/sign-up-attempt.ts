import { type MailContent, renderMail } from "./layout";

/** To the owner of a known address, where the answer on the screen may not say that it is known. */
export const signUpAttempt = (): MailContent =>
  renderMail({
    subject: "Somebody tried to sign up with your address",
    paragraphs: [
      "This address has an account already, so none was made, and nothing about yours was changed.",
      "If that was you, sign in instead. The sign-in page also helps where the password is lost.",
    ],
    action: { label: "Sign in", path: "/login" },
    footnote: "If it was not you, there is nothing to do: whoever tried was told nothing.",
  });
