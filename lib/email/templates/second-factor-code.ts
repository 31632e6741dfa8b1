import { type MailContent, renderMail, shown } from "./layout";

export interface SecondFactorCodeProps {
  /** Six digits. */
  code: string;
  /** Where it was asked for, as the session list names it. */
  device: string;
}

/** The second step of a sign-in, or the proof that it can be one. */
export const secondFactorCode = ({ code, device }: SecondFactorCodeProps): MailContent =>
  renderMail({
    subject: "Your code for the second step",
    paragraphs: ["Enter this code where you were asked for it. It is good for ten minutes, once. Nobody of us will ever ask you for it."],
    code,
    facts: [["Asked for on", shown(device)]],
    footnote: "If you did not ask for it, somebody else has got as far as your second step: change your password.",
  });
