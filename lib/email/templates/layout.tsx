import type { CSSProperties, ReactNode } from "react";
import { env } from "../../env";
import type { Mail } from "../mail";
import { renderElement } from "../render-element";

export type MailContent = Omit<Mail, "to">;

/** The parts of a notice, as plain text. Both versions of a mail are made of them, so that they say the same. */
export interface MailParts {
  subject: string;
  paragraphs: string[];
  /** Label and value, shown as a small table. */
  facts?: [label: string, value: string][];
  /** Digits to be typed elsewhere, shown large. */
  code?: string;
  action?: { label: string; path: `/${string}` };
  /** Last words, shown smaller. */
  footnote: string;
}

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
export const linkTo = (path: `/${string}`): string => new URL(env.appUrl + path).href;

const CODE_LABEL = "Your code";

function renderText({ paragraphs, facts = [], code, action, footnote }: MailParts): string {
  const blocks = [
    ...paragraphs,
    facts.map(([label, value]) => `${label}: ${value}`).join("\n"),
    code ? `${CODE_LABEL}: ${code}` : "",
    action ? `${action.label}:\n${linkTo(action.path)}` : "",
    footnote,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

// The colours of app/globals.css, which mail programs cannot read: the light ones stand inline, the dark ones in a media query
// that overrides them.
const STYLE = `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.page{background:#0c100f!important}.card{background:#121816!important;border-color:#272e2b!important}
.text{color:#edf1ef!important}.quiet{color:#a6afab!important}.code{background:#0c100f!important;color:#edf1ef!important}
.button{background:#6ad9b6!important;color:#011912!important}}`;

const TEXT = "#131c19";
const QUIET = "#535d5a";
const SUNKEN = "#f3f7f5";

const styles = {
  page: { margin: 0, padding: "32px 16px", background: SUNKEN, fontFamily: "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif" },
  card: { maxWidth: 520, margin: "0 auto", padding: 32, border: "1px solid #dde2e0", borderRadius: 12, background: "#ffffff" },
  heading: { margin: "0 0 16px", fontSize: 22, lineHeight: 1.3, color: TEXT },
  paragraph: { margin: "0 0 16px", fontSize: 16, lineHeight: 1.5, color: TEXT },
  facts: { margin: "8px 0", borderCollapse: "collapse" },
  label: { padding: "4px 16px 4px 0", whiteSpace: "nowrap", verticalAlign: "top", fontSize: 14, fontWeight: 400, textAlign: "left", color: QUIET },
  value: { padding: "4px 0", fontSize: 14, color: TEXT },
  codeLabel: { margin: "24px 0 4px", fontSize: 14, color: QUIET },
  code: { display: "inline-block", margin: 0, padding: "12px 20px", borderRadius: 8, background: SUNKEN, fontFamily: "ui-monospace,Menlo,Consolas,monospace", fontSize: 32, fontWeight: 600, letterSpacing: 6, color: TEXT },
  action: { margin: "24px 0" },
  button: { display: "inline-block", padding: "12px 20px", borderRadius: 8, background: "#0a624f", color: "#f9fdfb", fontSize: 16, fontWeight: 600, textDecoration: "none" },
  footnote: { margin: "24px 0 0", fontSize: 13, lineHeight: 1.5, color: QUIET },
} satisfies Record<string, CSSProperties>;

function Page({ title, children }: { title: string; children: ReactNode }) {
  return (
    <html lang="en">
      {/* eslint-disable-next-line @next/next/no-head-element -- the head of a mail, which Next never renders */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <style>{STYLE}</style>
      </head>
      <body className="page" style={styles.page}>
        <div className="card" style={styles.card}>{children}</div>
      </body>
    </html>
  );
}

const Facts = ({ facts }: { facts: [label: string, value: string][] }) => (
  <table style={styles.facts}>
    <tbody>
      {facts.map(([label, value]) => (
        <tr key={label}>
          <th scope="row" className="quiet" style={styles.label}>{label}</th>
          <td className="text" style={styles.value}>{value}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Code = ({ code }: { code: string }) => (
  <>
    <p className="quiet" style={styles.codeLabel}>{CODE_LABEL}</p>
    <p className="code" style={styles.code}>{code}</p>
  </>
);

const Action = ({ label, path }: { label: string; path: `/${string}` }) => (
  <p style={styles.action}>
    <a className="button" href={linkTo(path)} style={styles.button}>{label}</a>
  </p>
);

const MailDocument = ({ subject, paragraphs, facts = [], code, action, footnote }: MailParts) => (
  <Page title={subject}>
    <h1 className="text" style={styles.heading}>{subject}</h1>
    {paragraphs.map((paragraph) => (
      <p key={paragraph} className="text" style={styles.paragraph}>{paragraph}</p>
    ))}
    {facts.length > 0 && <Facts facts={facts} />}
    {code && <Code code={code} />}
    {action && <Action {...action} />}
    <p className="quiet" style={styles.footnote}>{footnote}</p>
  </Page>
);

/** Subject, text and HTML of one mail. Every value is escaped here, so templates hold plain text only. */
export const renderMail = (parts: MailParts): MailContent => ({
  subject: parts.subject,
  text: renderText(parts),
  html: `<!doctype html>\n${renderElement(<MailDocument {...parts} />)}\n`,
});
