import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { env } from "../../lib/env";
import { linksIn } from "../../lib/email/mailbox-transport";
import { type MailProps, type MailTemplate, mailTemplates, queueMail } from "../../lib/email/queue-mail";
import { escapeHtml, shown, shownInstant } from "../../lib/email/templates/layout";

const at = new Date("2026-11-21T08:38:20Z");

/** Every template with a value of somebody else's choice wherever it takes one. */
const withValue = (value: string): { [T in MailTemplate]: MailProps<T> } => ({
  "password-changed": { at, device: value },
  "session-reuse-detected": { at, device: value },
  welcome: { username: value },
});

const templates = Object.keys(mailTemplates) as MailTemplate[];
const render = (template: MailTemplate, value: string) => queueMail(template, "a@example.com", withValue(value)[template]).payload;

describe.each(templates)("%s", (template) => {
  const mail = render(template, "Firefox on Windows");

  it("has a subject, a text and an HTML version that say the same", () => {
    expect(mail.subject).toMatch(/^[A-Z][^\r\n]+$/);
    expect(mail.html).toContain(`<title>${mail.subject}</title>`);
    expect(mail.text).toContain("Firefox on Windows");
    expect(mail.html).toContain("Firefox on Windows");
    expect(mail.text).not.toMatch(/<\/?[a-z]/);
  });

  it("links to this installation only, and gives the same links in both versions", () => {
    const links = linksIn(mail.text);
    expect(links).toHaveLength(1);
    expect(new URL(String(links[0])).origin).toBe(new URL(env.appUrl).origin);
    expect(linksIn(mail.html)).toEqual(links);
  });

  it("speaks of no reset", () => expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/reset|forgot/i));

  it("has no run of 32 or more URL-safe characters, whatever it is given", () => {
    const value = fc.stringMatching(/^[A-Za-z0-9_-]{20,90}$/);
    fc.assert(
      fc.property(value, (long) => {
        const { subject, text, html } = render(template, long);
        for (const part of [subject, text, html]) expect(part).not.toMatch(/[A-Za-z0-9_-]{32,}/);
      }),
    );
  });

  it("escapes every value", () => {
    const { html, text } = render(template, `<img src=x onerror="alert(1)">&'`);
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;");
    expect(text).toContain("<img src=x");
  });

  it("keeps a value on its line", () => {
    const { text, subject } = render(template, "x\r\nBcc: evil@example.com\u202e\u0000");
    expect(text).not.toMatch(/^Bcc/m);
    expect(subject).not.toContain("Bcc");
  });

  it("is readable in dark mode", () => {
    expect(mail.html).toContain('name="color-scheme" content="light dark"');
    expect(mail.html).toContain("prefers-color-scheme:dark");
  });
});

describe("queueMail", () => {
  it("makes every message its own unless the caller names one", () => {
    const one = queueMail("welcome", "a@example.com", { username: "a" });
    const two = queueMail("welcome", "a@example.com", { username: "a" });
    expect(one.idempotencyKey).not.toBe(two.idempotencyKey);
    expect(queueMail("welcome", "a@example.com", { username: "a" }, "welcome:7").idempotencyKey).toBe("welcome:7");
  });
});

describe("the parts of a template", () => {
  it("shows an instant in UTC", () => expect(shownInstant(at)).toBe("21 November 2026, 08:38 UTC"));
  it("cuts what is too long", () => expect(shown("word ".repeat(100)).length).toBeLessThanOrEqual(200));
  it("leaves ordinary names alone", () => expect(shown("Zoë O’Neill 🦊")).toBe("Zoë O’Neill 🦊"));
  it("leaves no markup character", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
      }),
    );
  });
});
