import { Alert } from "@/components/ui/alert";
import { CopyButton } from "@/components/ui/copy-button";

/** Codes that were made just now, and are shown this once. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  return (
    <div className="grid gap-3">
      <Alert tone="warning" title="Keep these recovery codes">
        Each works once, in place of your second factor. They are not shown again: print them, or put them into your password manager.
      </Alert>
      <div className="flex items-start gap-2 rounded-lg border bg-sunken p-4">
        <ul aria-label="Recovery codes" className="grid flex-1 grid-cols-2 gap-x-6 gap-y-1.5 font-mono text-sm">
          {codes.map((code) => <li key={code}>{code}</li>)}
        </ul>
        <CopyButton value={codes.join("\n")} label="Copy the recovery codes" />
      </div>
    </div>
  );
}
