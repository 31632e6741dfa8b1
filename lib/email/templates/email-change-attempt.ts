import { type MailContent, renderMail } from "./layout";

/** To the owner of an address that somebody else wanted for their account. */
export const emailChangeAttempt = (): MailContent =>
  renderMail({
    subject: "Somebody wanted to use your address",
    paragraphs: [
      "Somebody who is signed in asked to use this address for their account. Yours has it, so nothing was changed.",
      "If that was you, you have two accounts. Sign in with this address to use the other one.",
    ],
    action: { label: "Sign in", path: "/login" },
    footnote: "If it was not you, there is nothing to do: whoever asked was told nothing.",
  });
