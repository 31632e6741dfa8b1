import { CopyButton } from "@/components/ui/copy-button";

export interface CodeBlockProps {
  title: string;
  /** Names the block among all others of the page. */
  label: string;
  code: string;
  copyable?: boolean;
}

/** A listing as one text, because a page of the reference holds a hundred of them. */
export function CodeBlock({ title, label, code, copyable = false }: CodeBlockProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-lg border bg-sunken">
      <figcaption className="flex min-h-10 items-center justify-between gap-2 border-b px-4 py-1 font-mono text-xs text-muted-foreground">
        {title}
        {copyable && <CopyButton value={code} label={`Copy ${label}`} />}
      </figcaption>
      <pre tabIndex={0} role="region" aria-label={label} className="max-h-96 overflow-auto p-4 font-mono text-[0.8125rem] leading-relaxed focus-visible:-outline-offset-2"><code>{code}</code></pre>
    </figure>
  );
}
