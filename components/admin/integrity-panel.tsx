import { ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { VerifyForm } from "./verify-form";

export interface IntegrityPanelProps {
  /** null: none was made yet. */
  seal: { number: number; sealedAt: string; keyId: string; fingerprint: string } | null;
  /** Events that wait for their seal; null where the viewer oversees one organization alone. */
  unsealed: number | null;
  /** Receives `from`: the seal to begin with. */
  verifyAction: FormAction;
}

/** As many as one request verifies. */
const SEALS_LOOKED_AT = 20;

/** How far the trail is sealed, and the way to check it. */
export function IntegrityPanel({ seal, unsealed, verifyAction }: IntegrityPanelProps) {
  const from = seal ? String(Math.max(1, seal.number - SEALS_LOOKED_AT + 1)) : "";
  return (
    <Card>
      <CardHeader
        title={<span className="flex items-center gap-2"><ShieldCheck aria-hidden="true" className="size-4" />Integrity</span>}
        description={unsealed !== null
          ? "Every event bears a keyed MAC; seals sign batches of them in order, so that what was changed, removed or added shows."
          : "Every event bears a keyed MAC, so that a changed one shows. Order and deletions are checked by whoever oversees all organizations."}
      />
      <CardBody className="grid gap-4 text-sm">
        {unsealed !== null && (
          <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
            <Item term="Last seal">{seal ? <>{seal.number}, <RelativeTime at={seal.sealedAt} /></> : "none yet"}</Item>
            <Item term="Waiting">{unsealed === 1 ? "1 event" : `${unsealed.toLocaleString("en")} events`}</Item>
            {seal && <Item term="Fingerprint"><code className="font-mono text-xs break-all">{seal.fingerprint}</code></Item>}
            {seal && <Item term="Key"><code className="font-mono text-xs">{seal.keyId}</code></Item>}
          </dl>
        )}
        <VerifyForm action={verifyAction} from={from} />
      </CardBody>
    </Card>
  );
}

function Item({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)] gap-2">
      <dt className="text-muted-foreground">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
