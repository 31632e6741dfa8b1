import { env } from "../env";
import { log } from "../log";
import { mailboxTransport } from "./mailbox-transport";
import type { MailTransport } from "./mail";
import { resendTransport } from "./resend-transport";

const shared = globalThis as typeof globalThis & { gatehouseMailWarned?: boolean };

/**
 * The transport this process sends through: Resend where its key is set; else the in-app mailbox wherever it is open
 * (development, embedded mode, test builds). Null where neither is: mail then waits in the outbox, and one warning says so.
 */
export function transport(): MailTransport | null {
  if (env.resendApiKey) {
    return resendTransport({ apiKey: env.resendApiKey, baseUrl: env.resendBaseUrl, from: env.emailFrom });
  }
  if (env.mailboxEnabled || env.isTestBuild) return mailboxTransport;
  if (!shared.gatehouseMailWarned) {
    shared.gatehouseMailWarned = true;
    log.warn("mail.no_transport", { effect: "no mail service is configured; mail waits in the outbox" });
  }
  return null;
}
