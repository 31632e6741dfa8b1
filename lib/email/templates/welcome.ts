import { type MailContent, renderMail, shown } from "./layout";

export interface WelcomeProps {
  username: string;
}

/** After sign-up. No free text of the new person's is repeated, so that nobody can send a stranger words of their own. */
export const welcome = ({ username }: WelcomeProps): MailContent =>
  renderMail({
    subject: "Welcome to your new account",
    paragraphs: ["Your account is ready. You can sign in with this mail address or with your username."],
    facts: [["Username", shown(username)]],
    action: { label: "Open your dashboard", path: "/dashboard" },
    footnote: "If you did not sign up, somebody typed your address by mistake. Contact the people who run this site and they will remove the account.",
  });
