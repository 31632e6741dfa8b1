import { ShieldX } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { StatusView } from "./status-view";

export interface DeniedViewProps {
  /** Request id, the same as in the audit trail. */
  reference: string;
  /** Whose account was refused. */
  email?: string;
  /** What was asked for: "users.view". */
  permission?: string;
  backHref?: string;
}

/** 403: why, and what can be done about it. */
export function DeniedView({ reference, email, permission, backHref = "/dashboard" }: DeniedViewProps) {
  return (
    <StatusView
      status={403}
      icon={ShieldX}
      title="You may not open this page"
      reference={reference}
      actions={<Button asChild><Link href={backHref}>Back to your dashboard</Link></Button>}
    >
      <p>
        {email ? <>You are signed in as <strong className="font-medium text-foreground">{email}</strong>, and none of your roles</> : "None of your roles"}
        {" "}holds the permission this page asks for
        {permission && <> (<code className="font-mono text-sm text-foreground">{permission}</code>)</>}.
      </p>
      <p>If you need it, ask an administrator and quote the reference below. This attempt was recorded.</p>
    </StatusView>
  );
}
