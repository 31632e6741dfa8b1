import { type MailContent, renderMail, shown } from "./layout";

export interface ProofCodeProps {
  /** Six digits. */
  code: string;
  /** Where it was asked for, as the session list names it. */
  device: string;
}

/** To somebody signed in whose account has nothing but its address to prove who is there. */
export const proofCode = ({ code, device }: ProofCodeProps): MailContent =>
  renderMail({
    subject: "Your code to confirm that it is you",
    paragraphs: ["Enter this code where you are signed in. It is good for ten minutes, once."],
    code,
    facts: [["Asked for on", shown(device)]],
    footnote: "If you did not ask for it, somebody else is signed in to your account: end all other sessions in your settings.",
  });
