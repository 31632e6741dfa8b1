import { CopyButton } from "./copy-button";

/** A request id that a person can quote; the same id stands in the log and in the audit trail. */
export function Reference({ id }: { id: string }) {
  return (
    <p className="inline-flex max-w-full items-center gap-2 rounded-md border bg-sunken py-1 pr-1 pl-3 text-xs text-muted-foreground">
      <span>Reference</span>
      <code className="truncate font-mono text-foreground">{id}</code>
      <CopyButton value={id} label="Copy reference" />
    </p>
  );
}
