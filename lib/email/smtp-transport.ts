import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { SmtpServer } from "../mail-settings";
import { type MailTransport, type OutgoingMail, PermanentMailError } from "./mail";

export interface SmtpSettings {
  server: SmtpServer;
  /** The sender, as `Name <address>`. */
  from: string;
  /**
   * Default 40 s for one mail, from the connection to the server's last word: less than the outbox grants a delivery, so that no
   * try is left running beside the next.
   */
  timeoutMs?: number;
}

const TIMEOUT_MS = 40_000;
const CONNECT_TIMEOUT_MS = 10_000;
const GREETING_TIMEOUT_MS = 30_000;

/** What nodemailer adds to an Error. */
interface SmtpFault extends Error {
  responseCode?: number;
  /** The command that was answered. */
  command?: string;
}

/** `530 Authentication required` is answered to any command, and is a fault of the set-up. */
const AUTHENTICATION_REQUIRED = 530;

/**
 * A 5xx to the recipient or to the content is the mail's own (RFC 5321 section 4.2.1). One to the greeting, the sign-in or the
 * sender is a fault of the set-up, which can be mended while the outbox retries.
 */
const isPermanent = ({ responseCode = 0, command = "" }: SmtpFault): boolean =>
  responseCode >= 500 && responseCode !== AUTHENTICATION_REQUIRED && /^(RCPT TO|DATA)$/.test(command);

const domainOf = (sender: string): string => /@([^<>@\s]+)>?$/.exec(sender)?.[1] ?? "localhost";

/** Opens the connection itself, because nodemailer cannot be told to end one: the signal does, whatever it is waiting for. */
async function openSocket({ host, port }: SmtpServer, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port, signal });
  // Nodemailer listens later; an error without a listener would end the process.
  socket.on("error", () => undefined);
  try {
    await once(socket, "connect", { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
}

async function hand(mail: OutgoingMail, { server, from, timeoutMs = TIMEOUT_MS }: SmtpSettings, signal: AbortSignal): Promise<void> {
  const { createTransport } = await import("nodemailer");
  const { host, port, tls, login } = server;
  const options = {
    ...{ host, port, secure: tls === "direct", requireTLS: tls === "upgraded", ignoreTLS: tls === "none" },
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    ...{ greetingTimeout: Math.min(timeoutMs, GREETING_TIMEOUT_MS), socketTimeout: timeoutMs, disableFileAccess: true, disableUrlAccess: true },
    connection: await openSocket(server, signal),
  };
  await createTransport(options).sendMail({
    from,
    // As an object: an address is never read as a list of them.
    to: { name: "", address: mail.to },
    ...{ subject: mail.subject, text: mail.text, html: mail.html },
    messageId: `<${mail.messageId}@${domainOf(from)}>`,
    // So that nobody's absence note answers (RFC 3834 section 5).
    headers: { "Auto-Submitted": "auto-generated" },
  });
}

/** What the log and the outbox may keep: some servers repeat what they were sent, as it is or in base64. */
function withoutSecrets(message: string, login: SmtpServer["login"]): string {
  if (!login) return message;
  const forms = [login.password, `\0${login.user}\0${login.password}`].flatMap((text) => [text, Buffer.from(text).toString("base64")]);
  return forms.filter(Boolean).reduce((text, form) => text.replaceAll(form, "[redacted]"), message);
}

function faultOf(error: unknown, { server, timeoutMs = TIMEOUT_MS }: SmtpSettings, signal: AbortSignal): Error {
  if (signal.aborted) return new Error(`SMTP: no answer within ${timeoutMs / 1000} s`);
  const fault = error as SmtpFault;
  const isConnectTimeout = fault.name === "AbortError" || fault.name === "TimeoutError";
  const reason = isConnectTimeout ? `no connection to ${server.host}:${server.port}` : fault.message;
  const message = withoutSecrets(`SMTP: ${fault.command ? `${fault.command}: ` : ""}${reason}`, server.login);
  return isPermanent(fault) ? new PermanentMailError(message) : new Error(message);
}

/**
 * Sends by SMTP (RFC 5321), one connection for each mail. SMTP knows no idempotency key: the Message-ID is made of the outbox
 * row's id, the same at every try, and mail servers know a mail again by it.
 */
export const smtpTransport = (settings: SmtpSettings): MailTransport => ({
  name: "smtp",
  timeoutMs: settings.timeoutMs ?? TIMEOUT_MS,
  async send(mail) {
    const signal = AbortSignal.timeout(settings.timeoutMs ?? TIMEOUT_MS);
    try {
      await hand(mail, settings, signal);
    } catch (error) {
      throw faultOf(error, settings, signal);
    }
  },
});
