import { env } from "../../env";
import type { Mail } from "../mail";

export type MailContent = Omit<Mail, "to">;

/** The parts of a notice, as plain text; `renderMail` escapes and lays them out. */
export interface MailParts {
  subject: string;
  paragraphs: string[];
  /** Label and value, shown as a small table. */
  facts?: [label: string, value: string][];
  action?: { label: string; path: `/${string}` };
  /** Last words, shown smaller. */
  footnote: string;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/**
 * A value that somebody else chose, made fit for a mail: one line, and no run of 32 or more URL-safe characters,
 * because such a run in our mails is always the token.
 */
export const shown = (value: string): string =>
  value
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .replace(/[\w-]{32,}/g, (run) => `${run.slice(0, 24)}…`)
    .slice(0, 200);

/** An instant as people read it: `21 November 2026, 08:38 UTC`. */
export function shownInstant(at: Date): string {
  const parts = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat("en-GB", parts).format(at).replace(" at ", ", ")} UTC`;
}

/** A link into this installation. Never made from a request's host. */
export const linkTo = (path: `/${string}`): string => new URL(path, env.appUrl).href;

function renderText({ paragraphs, facts = [], action, footnote }: MailParts): string {
  const blocks = [
    ...paragraphs,
    facts.map(([label, value]) => `${label}: ${value}`).join("\n"),
    action ? `${action.label}:\n${linkTo(action.path)}` : "",
    footnote,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

// Mail programs read few styles: the light ones stand inline, the dark ones in a media query that overrides them.
const STYLE = `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.page{background:#0b0d12!important}.card{background:#151922!important;border-color:#2a303c!important}
.text{color:#e6e9ef!important}.quiet{color:#a3acba!important}
.button{background:#e6e9ef!important;color:#0b0d12!important}}`;

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function renderHtml({ subject, paragraphs, facts = [], action, footnote }: MailParts): string {
  const body = paragraphs
    .map((line) => `<p class="text" style="margin:0 0 16px;font-size:16px;line-height:1.5;color:#1a1f2b">${escapeHtml(line)}</p>`)
    .join("\n");
  const rows = facts
    .map(
      ([label, value]) =>
        `<tr><th scope="row" class="quiet" style="padding:4px 16px 4px 0;font-size:14px;font-weight:400;text-align:left;color:#566072">${escapeHtml(label)}</th>` +
        `<td class="text" style="padding:4px 0;font-size:14px;color:#1a1f2b">${escapeHtml(value)}</td></tr>`,
    )
    .join("\n");
  const button = action
    ? `<p style="margin:24px 0"><a class="button" href="${escapeHtml(linkTo(action.path))}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1a1f2b;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none">${escapeHtml(action.label)}</a></p>`
    : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${STYLE}</style>
</head>
<body class="page" style="margin:0;padding:32px 16px;background:#f4f5f7;${FONT}">
<div class="card" style="max-width:520px;margin:0 auto;padding:32px;border:1px solid #dfe3e8;border-radius:12px;background:#ffffff">
<h1 class="text" style="margin:0 0 16px;font-size:22px;line-height:1.3;color:#1a1f2b">${escapeHtml(subject)}</h1>
${body}
${rows ? `<table style="margin:8px 0;border-collapse:collapse">\n${rows}\n</table>` : ""}
${button}
<p class="quiet" style="margin:24px 0 0;font-size:13px;line-height:1.5;color:#566072">${escapeHtml(footnote)}</p>
</div>
</body>
</html>
`;
}

/** Subject, text and HTML of one mail. Every value is escaped here, so templates hold plain text only. */
export const renderMail = (parts: MailParts): MailContent => ({
  subject: parts.subject,
  text: renderText(parts),
  html: renderHtml(parts),
});
