import { escapeHtml } from "@/lib/email/render-element";
import type { DemoIssuer } from "./demo-issuers";

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; box-sizing: border-box }
  main { width: min(24rem, 100%) }
  h1 { font-size: 1.25rem; margin: 0 0 .25rem }
  p { margin: 0 0 1.25rem }
  form { display: grid; gap: .5rem }
  button { font: inherit; text-align: start; padding: .75rem 1rem; border: 1px solid; border-radius: .5rem; background: none; color: inherit; cursor: pointer }
  button:focus-visible { outline: 3px solid; outline-offset: 2px }
  a { color: inherit }
  small { display: block }
  .cancel { border-color: transparent; text-decoration: underline }`;

const isProved = (person: DemoIssuer["people"][number]) => person.email_verified === true || person.xms_edov === true;

const page = (name: string, content: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${escapeHtml(name)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(name)}</h1>${content}</main></body></html>`;

/** Who is it? A click answers; nothing here is secret. */
export function choosePage({ name, people }: DemoIssuer): string {
  const buttons = people.map(
    (person) => `<button name="sub" value="${escapeHtml(person.sub)}">${escapeHtml(person.name)}<small>${escapeHtml(person.email)}${isProved(person) ? "" : " (address not verified)"}</small></button>`,
  );
  return page(name, `<p>This provider runs on this machine, for trying things out. Who are you?</p>
<form method="post">${buttons.join("")}<button class="cancel" name="cancel" value="1">Cancel</button></form>`);
}

/** What a person sees where nobody can be sent back: a sign-in that was finished already, or whose time is over. */
export const refusedPage = ({ name }: DemoIssuer, { reason, backTo }: { reason: string; backTo: string }): string =>
  page(name, `<p>This sign-in cannot go on: ${escapeHtml(reason)}.</p><p><a href="${escapeHtml(backTo)}">Begin again at the sign-in page</a></p>`);
