import { describe, expect, it } from "vitest";
import { DEFAULT_SENDER, mailCarrierOf, mailFaults, mailServiceOf, type MailVariables, smtpServerOf } from "../../lib/mail-settings";

const unset: MailVariables = { emailFrom: "Shop <shop@example.com>", resendBaseUrl: "https://api.resend.com" };
const given = (changes: Partial<MailVariables>): MailVariables => ({ ...unset, ...changes });
const login = { mailUsername: "me@example.com", mailPassword: "app password" };

describe("mailServiceOf", () => {
  it.each<[Partial<MailVariables>, string | null]>([
    [{}, null],
    [{ resendApiKey: "re_1" }, "resend"],
    [{ smtpUrl: "smtp://mail.example.com" }, "smtp"],
    [{ mailServer: "mail.example.com" }, "smtp"],
    [{ emailService: "mailbox", resendApiKey: "re_1" }, "mailbox"],
    [{ emailService: "gmail", ...login }, "gmail"],
  ])("%j: %s", (changes, service) => expect(mailServiceOf(given(changes))).toBe(service));
});

describe("smtpServerOf", () => {
  it.each<[Partial<MailVariables>, ReturnType<typeof smtpServerOf>]>([
    [{}, null],
    [{ resendApiKey: "re_1" }, null],
    [{ emailService: "smtp" }, null],
    [{ smtpUrl: "smtp://mail.example.com" }, { host: "mail.example.com", port: 587, tls: "upgraded" }],
    [{ smtpUrl: "smtps://mail.example.com" }, { host: "mail.example.com", port: 465, tls: "direct" }],
    [{ smtpUrl: "smtp://a%40b.c:p%2Fw%20%25@mail.example.com:2525" }, { host: "mail.example.com", port: 2525, tls: "upgraded", login: { user: "a@b.c", password: "p/w %" } }],
    [{ smtpUrl: "smtp://a:100%25%@mail.example.com" }, { host: "mail.example.com", port: 587, tls: "upgraded", login: { user: "a", password: "100%25%" } }],
    [{ smtpUrl: "smtp://[::1]:1025" }, { host: "::1", port: 1025, tls: "none" }],
    [{ smtpUrl: "smtp://localhost:1025" }, { host: "localhost", port: 1025, tls: "none" }],
    [{ smtpUrl: "smtp://localhost:1025", mailUseTls: true }, { host: "localhost", port: 1025, tls: "upgraded" }],
    [{ smtpUrl: "smtp://mailpit:1025", mailUseTls: false }, { host: "mailpit", port: 1025, tls: "none" }],
    [{ mailServer: "mail.example.com", mailPort: 465 }, { host: "mail.example.com", port: 465, tls: "direct" }],
    [{ emailService: "gmail", ...login }, { host: "smtp.gmail.com", port: 587, tls: "upgraded", login: { user: "me@example.com", password: "app password" } }],
    [{ emailService: "brevo", ...login, mailPort: 2525 }, { host: "smtp-relay.brevo.com", port: 2525, tls: "upgraded", login: { user: "me@example.com", password: "app password" } }],
  ])("%j", (changes, server) => expect(smtpServerOf(given(changes))).toEqual(server));
});

describe("mailCarrierOf", () => {
  it.each<[Partial<MailVariables>, string | null]>([
    [{}, null],
    [{ emailService: "mailbox" }, null],
    [{ resendApiKey: "re_1" }, "Resend"],
    [{ smtpUrl: "smtp://u:hush@mail.example.com" }, "SMTP (mail.example.com:587, STARTTLS)"],
    [{ emailService: "gmail", ...login }, "Gmail (smtp.gmail.com:587, STARTTLS)"],
  ])("%j: %s", (changes, carrier) => expect(mailCarrierOf(given(changes))).toBe(carrier));
});

describe("mailFaults", () => {
  it.each<Partial<MailVariables>>([{}, { resendApiKey: "re_1" }, { smtpUrl: "smtps://u:p@mail.example.com" }, { mailServer: "mail.example.com" }, { emailService: "gmail", ...login }])(
    "%j is whole, in production too",
    (changes) => expect(mailFaults(given(changes), true)).toEqual([]),
  );

  it.each<[Partial<MailVariables>, RegExp]>([
    [{ resendApiKey: "re_1", smtpUrl: "smtp://mail.example.com" }, /^RESEND_API_KEY and SMTP_URL are both set/],
    [{ smtpUrl: "smtp://mail.example.com", ...login }, /keep SMTP_URL, or the others/],
    [{ emailService: "gmail", smtpUrl: "smtp://mail.example.com" }, /SMTP_URL belongs to EMAIL_SERVICE=smtp/],
    [login, /but no server/],
    [{ emailService: "resend" }, /needs RESEND_API_KEY/],
    [{ emailService: "smtp" }, /needs SMTP_URL/],
    [{ emailService: "brevo" }, /set MAIL_USERNAME and MAIL_PASSWORD/],
    [{ emailService: "gmail", mailUsername: "me@example.com" }, /login: set MAIL_PASSWORD/],
    [{ mailServer: "mail.example.com", mailUsername: "me" }, /MAIL_PASSWORD is not set/],
  ])("%j keeps a server from starting", (changes, fault) => expect(mailFaults(given(changes), false).join(" ")).toMatch(fault));

  it.each<[Partial<MailVariables>, RegExp]>([
    [{ emailService: "mailbox" }, /nobody would get their mail/],
    [{ resendApiKey: "re_1", emailFrom: DEFAULT_SENDER }, /EMAIL_FROM is not set/],
    [{ smtpUrl: "smtp://u:p@mail.example.com", mailUseTls: false }, /in the clear/],
    [{ resendBaseUrl: "http://mail.example.com" }, /RESEND_BASE_URL has to be https/],
  ])("%j does so in production alone", (changes, fault) => {
    expect(mailFaults(given(changes), false)).toEqual([]);
    expect(mailFaults(given(changes), true).join(" ")).toMatch(fault);
  });

  it("says no value that was given", () => {
    const secret = "canary-5b1e";
    const all = [{ smtpUrl: `smtp://${secret}:${secret}@mail.example.com`, mailUseTls: false, mailPassword: secret }, { emailService: "brevo" as const, mailPassword: secret }];
    for (const changes of all) expect(mailFaults(given(changes), true).join(" ")).not.toContain(secret);
  });
});
