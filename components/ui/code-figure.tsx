const token = /("[^"\n]*"|\/\/[^\n]*|\b(?:export|const|async|return|await|import|from)\b)/g;

/** A listing with its path; strings, comments and keywords are set apart, which is all that a short one needs. */
export function CodeFigure({ title, code }: { title: string; code: string }) {
  return (
    <figure className="overflow-hidden rounded-xl bg-gate text-gate-foreground shadow-md">
      <figcaption className="border-b border-gate-line/40 px-5 py-3 font-mono text-xs break-all text-gate-muted">{title}</figcaption>
      <pre tabIndex={0} role="region" aria-label={title} className="overflow-x-auto p-5 font-mono text-[0.8125rem] leading-relaxed focus-visible:-outline-offset-2">
        <code>{code.split(token).map((part, index) => <span key={index} className={toneOf(part)}>{part}</span>)}</code>
      </pre>
    </figure>
  );
}

function toneOf(part: string): string | undefined {
  if (part.startsWith('"')) return "text-gate-accent";
  if (part.startsWith("//")) return "text-gate-muted italic";
  return /^\w+$/.test(part) && part.search(token) === 0 ? "text-gate-muted" : undefined;
}
