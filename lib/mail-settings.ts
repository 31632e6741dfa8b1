/** What the variables of mail mean together: which service carries it, over which server, and what is missing. */

export type MailService = "resend" | "smtp" | "gmail" | "brevo" | "mailbox";

/** The variables, as `lib/env-shape.ts` gives them. */
export interface MailVariables {
  emailService?: MailService | undefined;
  emailFrom: string;
  resendApiKey?: string | undefined;
  resendBaseUrl: string;
  smtpUrl?: string | undefined;
  mailServer?: string | undefined;
  mailPort?: number | undefined;
  mailUseTls?: boolean | undefined;
  mailUsername?: string | undefined;
  mailPassword?: string | undefined;
}

export interface SmtpServer {
  host: string;
  port: number;
  /** `direct`: TLS from the first byte. `upgraded`: by STARTTLS, and not without. */
  tls: "direct" | "upgraded" | "none";
  login?: { user: string; password: string };
}

export const DEFAULT_SENDER = "Gatehouse <no-reply@localhost>";

const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;
const PRESET_HOSTS: Partial<Record<MailService, string>> = { gmail: "smtp.gmail.com", brevo: "smtp-relay.brevo.com" };
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|::1)$/;

/** The service that is asked for: by name, or by what is set. Null: none, and the mailbox takes mail where it is open. */
export function mailServiceOf({ emailService, resendApiKey, smtpUrl, mailServer }: MailVariables): MailService | null {
  if (emailService) return emailService;
  if (resendApiKey) return "resend";
  return smtpUrl || mailServer ? "smtp" : null;
}

interface Place {
  host: string;
  port: number;
  user: string;
  password: string;
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

function placeOfUrl(smtpUrl: string): Place {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const usual = protocol === "smtps:" ? SUBMISSIONS_PORT : SUBMISSION_PORT;
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) || usual, user: decoded(username), password: decoded(password) };
}

/** The server that mail is handed to; null where it does not leave by SMTP, or where the server is not named. */
export function smtpServerOf(variables: MailVariables): SmtpServer | null {
  const service = mailServiceOf(variables);
  if (service === null || service === "resend" || service === "mailbox") return null;
  const { smtpUrl, mailServer, mailPort, mailUsername = "", mailPassword = "" } = variables;
  const host = mailServer ?? PRESET_HOSTS[service];
  const place = smtpUrl ? placeOfUrl(smtpUrl) : host ? { host, port: mailPort ?? SUBMISSION_PORT, user: mailUsername, password: mailPassword } : null;
  if (!place) return null;
  const isDirect = smtpUrl ? smtpUrl.startsWith("smtps:") : place.port === SUBMISSIONS_PORT;
  const wantsTls = variables.mailUseTls ?? !LOOPBACK.test(place.host);
  return {
    host: place.host,
    port: place.port,
    tls: isDirect ? "direct" : wantsTls ? "upgraded" : "none",
    ...(place.user ? { login: { user: place.user, password: place.password } } : {}),
  };
}

const NAMES: Record<MailService, string> = { resend: "Resend", smtp: "SMTP", gmail: "Gmail", brevo: "Brevo", mailbox: "the mailbox" };
const TLS = { direct: "TLS", upgraded: "STARTTLS", none: "no TLS" };

/** Through what mail leaves, for people: `Gmail (smtp.gmail.com:587, STARTTLS)`. Null: it stays in the house, or waits. */
export function mailCarrierOf(variables: MailVariables): string | null {
  const service = mailServiceOf(variables);
  if (service === null || service === "mailbox") return null;
  const server = smtpServerOf(variables);
  return `${NAMES[service]}${server ? ` (${server.host}:${server.port}, ${TLS[server.tls]})` : ""}`;
}

/** A choice that says one thing in two ways, or none. */
function choiceFaults(variables: MailVariables, service: MailService | null): string[] {
  const { emailService, resendApiKey, smtpUrl, mailServer, mailUsername, mailPassword } = variables;
  const login = Boolean(mailUsername ?? mailPassword);
  if (!emailService && resendApiKey && (smtpUrl || mailServer)) {
    return [`RESEND_API_KEY and ${smtpUrl ? "SMTP_URL" : "MAIL_SERVER"} are both set: name the service with EMAIL_SERVICE=resend or EMAIL_SERVICE=smtp.`];
  }
  if (smtpUrl && (mailServer || login)) return ["SMTP_URL and MAIL_SERVER, MAIL_USERNAME or MAIL_PASSWORD say the same: keep SMTP_URL, or the others."];
  if (smtpUrl && service !== "smtp" && service !== "resend") return [`SMTP_URL belongs to EMAIL_SERVICE=smtp, which is ${service}: remove one of them.`];
  if (service === null && login) return ["MAIL_USERNAME or MAIL_PASSWORD is set, but no server: set EMAIL_SERVICE=gmail or EMAIL_SERVICE=brevo, or MAIL_SERVER."];
  return [];
}

/** What the chosen service lacks. */
function serviceFaults(variables: MailVariables, service: MailService | null): string[] {
  const { resendApiKey, smtpUrl, mailServer, mailUsername, mailPassword } = variables;
  if (service === "resend" && !resendApiKey) return ["EMAIL_SERVICE=resend needs RESEND_API_KEY: set it, or choose another service."];
  if (service === "smtp" && !smtpUrl && !mailServer) return ["EMAIL_SERVICE=smtp needs SMTP_URL (smtp://user:password@host:587) or MAIL_SERVER: set one of them."];
  const missing = [mailUsername ? "" : "MAIL_USERNAME", mailPassword ? "" : "MAIL_PASSWORD"].filter(Boolean);
  const isPreset = service !== null && service in PRESET_HOSTS;
  if (isPreset && missing.length > 0) return [`EMAIL_SERVICE=${service} takes no mail without a login: set ${missing.join(" and ")}.`];
  return service === "smtp" && missing.length === 1 ? [`MAIL_USERNAME and MAIL_PASSWORD belong together, and ${missing[0]} is not set: set both, or remove both.`] : [];
}

function productionFaults(variables: MailVariables, service: MailService | null): string[] {
  const faults: string[] = [];
  const server = smtpServerOf(variables);
  if (service === "mailbox") faults.push("EMAIL_SERVICE=mailbox is for development and the demonstration: in production nobody would get their mail.");
  if (service !== null && service !== "mailbox" && variables.emailFrom === DEFAULT_SENDER) {
    faults.push("EMAIL_FROM is not set: set the sender of mails, as 'Name <you@your.domain>'.");
  }
  if (server?.login && server.tls === "none" && !LOOPBACK.test(server.host)) {
    faults.push("MAIL_USE_TLS=false would send the mail server's password in the clear: remove it, or remove the password.");
  }
  const { hostname, protocol } = new URL(variables.resendBaseUrl);
  if (protocol !== "https:" && !LOOPBACK.test(hostname)) faults.push("RESEND_BASE_URL has to be https in production: the API key and every mail go there.");
  return faults;
}

/** What keeps mail from leaving with these variables, one sentence each; empty: nothing. */
export function mailFaults(variables: MailVariables, isProduction: boolean): string[] {
  const service = mailServiceOf(variables);
  const faults = [...choiceFaults(variables, service), ...serviceFaults(variables, service)];
  return isProduction ? [...faults, ...productionFaults(variables, service)] : faults;
}
