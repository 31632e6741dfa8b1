import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { env } from "../../lib/env";
import { linksIn } from "../../lib/email/mailbox-transport";
import { type MailTemplate, mailTemplates, queueMail } from "../../lib/email/queue-mail";
import { escapeHtml } from "../../lib/email/render-element";
import { sampleMails } from "../../lib/email/sample-mails";
import { renderMail, shown, shownInstant } from "../../lib/email/templates/layout";
import { contrast, luminance, paintedWords } from "../tools/painted-words";

const at = new Date("2026-11-21T08:38:20Z");

const templates = Object.keys(mailTemplates) as MailTemplate[];

/** The sample of a template; `told` stands wherever somebody else chose the words. */
function render(template: MailTemplate, told?: string) {
  const found = sampleMails(told).find((sample) => sample.template === template);
  if (!found) throw new Error(`no sample of ${template}`);
  return found;
}

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const words = (text: string) => text.replaceAll(":", "").split(/\s+/).filter(Boolean).join(" ");
const wordsOfHtml = (html: string) =>
  words(html.replace(/^[\s\S]*<\/h1>/, "").replace(/<[^>]*>/g, " ").replace(/&\w+;|&#39;/g, (entity) => ENTITIES[entity] ?? entity));

describe.each(templates)("%s", (template) => {
  const mail = render(template);
  const all = `${mail.subject}${mail.text}${mail.html}`;

  it("has a subject, a text and an HTML version that say the same", () => {
    expect(mail.subject).toMatch(/^[A-Z][^\r\n]+$/);
    expect(mail.html).toContain(`<title>${mail.subject}</title>`);
    expect(wordsOfHtml(mail.html)).toBe(words(mail.text.replace(/https?:\S+/g, "")));
    expect(mail.text).not.toMatch(/<\/?[a-z]/);
    expect(all).not.toMatch(/undefined|NaN|\[object/);
  });

  it("has at most one link, to this installation, the same in both versions", () => {
    const links = linksIn(mail.text);
    expect(links.length).toBeLessThanOrEqual(1);
    for (const link of links) expect(new URL(link).origin).toBe(new URL(env.appUrl).origin);
    expect(linksIn(mail.html)).toEqual(links);
  });

  it("speaks of a reset only where it is one", () => expect(/reset|forgot/i.test(all)).toBe(template === "password-reset"));

  it("bears its token once in each version, and no other run of 32 or more URL-safe characters, whatever it is given", () => {
    for (const length of [20, 31, 32, 40, 90]) {
      const { subject, text, html } = render(template, "aB3_".repeat(23).slice(0, length));
      for (const part of [subject, text, html]) {
        const runs = part.match(/[A-Za-z0-9_-]{32,}/g) ?? [];
        expect(runs).toEqual(part === subject || !text.includes("token=") ? [] : [expect.stringMatching(/^sample-token/)]);
      }
    }
  });

  it("escapes every value", () => {
    const { html, text } = render(template, `<img src=x onerror="alert(1)">&'`);
    expect(html).not.toContain("<img");
    if (text.includes("<img")) expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;");
  });

  it("keeps a value on its line", () => {
    const { text, subject } = render(template, "x\r\nBcc: evil@example.com\u202e\u0000");
    expect(text).not.toMatch(/^Bcc/m);
    expect(subject).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });

  it("speaks of no button, which its plain text does not have", () => expect(all).not.toMatch(/\bbutton\b(?!["{])/));

  it.each([["light", false], ["dark", true]] as const)("is readable in %s mode: every word stands out from what is behind it", (_mode, isDark) => {
    expect(mail.html).toContain('name="color-scheme" content="light dark"');
    const painted = paintedWords(mail.html, isDark);
    expect(painted.length).toBeGreaterThan(2);
    for (const { word, color, background } of painted) expect(contrast(color, background), word).toBeGreaterThanOrEqual(4.5);
    const page = painted.at(-1)?.background ?? "";
    expect(luminance(page) < 0.2, "the mail itself is dark in dark mode alone").toBe(isDark);
  });
});

it("each sample has an id of its own, and the same each time", () => {
  const ids = sampleMails().map(({ id }) => id);
  expect(new Set(ids).size).toBe(templates.length);
  expect(sampleMails().map(({ id }) => id)).toEqual(ids);
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
  const parts = { subject: "A subject", paragraphs: ["One."], footnote: "Bye." };
  it("shows a code in both versions, once each", () => {
    const { text, html } = renderMail({ ...parts, code: "012345" });
    expect(text).toBe("One.\n\nYour code: 012345\n\nBye.\n");
    expect(html.match(/012345/g)).toHaveLength(1);
    expect(html).toMatch(/font-size:32px[^>]*>012345</);
    expect(renderMail(parts).html).not.toContain("Your code");
  });
  it("links into this installation, whatever the path looks like", () => {
    const { text } = renderMail({ ...parts, action: { label: "Go", path: "//evil.example/x" } });
    expect(linksIn(text)).toEqual([`${env.appUrl}//evil.example/x`]);
  });
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
