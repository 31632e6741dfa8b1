import { env } from "../env";
import { log } from "../log";
import { mailServiceOf, smtpServerOf } from "../mail-settings";
import { mailboxTransport } from "./mailbox-transport";
import type { MailTransport } from "./mail";
import { resendTransport } from "./resend-transport";
import { smtpTransport } from "./smtp-transport";

const shared = globalThis as typeof globalThis & { gatehouseMailWarned?: boolean };

function chosen(): MailTransport | null {
  const service = mailServiceOf(env);
  const isMailboxOpen = env.mailboxEnabled || env.isTestBuild;
  if (service === null || service === "mailbox") return isMailboxOpen ? mailboxTransport : null;
  if (service === "resend") return env.resendApiKey ? resendTransport({ apiKey: env.resendApiKey, baseUrl: env.resendBaseUrl, from: env.emailFrom }) : null;
  const server = smtpServerOf(env);
  return server && smtpTransport({ server, from: env.emailFrom });
}

/**
 * The transport this process sends through: the service that is configured; else the in-app mailbox wherever it is open
 * (development, embedded mode, test builds). Null where neither is: mail then waits in the outbox, and one warning says so.
 */
export function transport(): MailTransport | null {
  const found = chosen();
  if (!found && !shared.gatehouseMailWarned) {
    shared.gatehouseMailWarned = true;
    log.warn("mail.no_transport", { effect: "no mail service is configured; mail waits in the outbox" });
  }
  return found;
}
