/** Which service mail leaves by, what it lacks, and whether it takes one. */
import { renderMail, shownInstant } from "@/lib/email/templates/layout";
import { transport } from "@/lib/email/transport";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { DEFAULT_SENDER, mailCarrierOf, mailFaults } from "@/lib/mail-settings";
import { about, type Finding } from "./finding";

const CHOICES = "RESEND_API_KEY=…, or SMTP_URL=smtp://user:password@host:587, or EMAIL_SERVICE=gmail";
const mail = about("mail");

export function checkMail(): Finding[] {
  const faults = mailFaults(env, env.isProduction && !env.isEmbedded);
  if (faults.length > 0) return faults.map((fault) => mail.fault(fault, "docs/configuration.md says what belongs to each service"));
  const carrier = mailCarrierOf(env);
  if (carrier === null) {
    return [env.mailboxEnabled ? mail.ok("mail stays in the house, at /dev/mailbox") : mail.warning("no mail service is configured: mail waits in the outbox", CHOICES)];
  }
  if (env.emailFrom === DEFAULT_SENDER) return [mail.warning(`mail leaves through ${carrier}, which may refuse the sender ${env.emailFrom}`, "EMAIL_FROM='Name <you@your.domain>'")];
  return [mail.ok(`mail leaves through ${carrier} as ${env.emailFrom}; npm run doctor -- --mail <address> sends one`)];
}

/** Sends one mail at once, past the outbox. Where mail stays in the house there is nothing to try. */
export async function sendTestMail(to: string): Promise<Finding> {
  const carrier = mailCarrierOf(env);
  const service = transport();
  if (!service) return mail.fault("no mail service is configured, so no test mail was sent", CHOICES);
  if (service.name === "mailbox") return mail.note("mail stays in the house, so no test mail was sent", CHOICES);
  const id = newId();
  const content = renderMail({
    subject: "A test mail",
    paragraphs: ["Mail of this installation arrives. Somebody who runs it sent this mail to try it out."],
    facts: [["Sent", shownInstant(new Date())]],
    action: { label: "Open the site", path: "/" },
    footnote: "There is nothing to do.",
  });
  try {
    await service.send({ to, ...content, messageId: id, idempotencyKey: `doctor:${id}` });
    return mail.ok(`${carrier} took a test mail to ${to}: look whether it arrives, and not among the unwanted`);
  } catch (error) {
    return mail.fault(`${carrier} did not take a test mail: ${error instanceof Error ? error.message : String(error)}`, "compare server, login and EMAIL_FROM with what the service's own page shows");
  }
}
