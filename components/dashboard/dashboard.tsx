import { KeyRound, MonitorSmartphone, ShieldCheck } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ActivityList, type ActivityRow } from "@/components/account/activity-list";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { StatCard } from "@/components/ui/stat-card";

export interface DashboardProps {
  name: string;
  sessionCount: number;
  /** Display names. */
  roles: string[];
  /** Names, without wildcards, sorted. */
  permissions: string[];
  recent: ActivityRow[];
  /** What is to be done first, above the figures. */
  notice?: ReactNode;
}

/** Where a person lands after signing in: what their account may do and what lately happened in it. */
export function Dashboard({ name, sessionCount, roles, permissions, recent, notice }: DashboardProps) {
  // The same role may be held here and on the whole platform.
  const held = [...new Set(roles)];
  return (
    <div className="grid gap-8">
      <PageHeader title={`Hello, ${name}`} description="Your account at a glance. A product built on Gatehouse begins on this page." />
      {notice}
      <div className="grid gap-4 sm:grid-cols-3">
        <StatCard label="Sessions" value={sessionCount} icon={MonitorSmartphone} href="/account/sessions" note="Devices that are signed in now" />
        <StatCard label="Roles" value={held.length} icon={ShieldCheck} note={held.join(", ") || "No role yet"} />
        <StatCard label="Permissions" value={permissions.length} icon={KeyRound} note="What your roles allow, beyond your own account" />
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <ActivityList
          title="Recent activity"
          description="The last things that happened in your account."
          events={recent}
          footer={
            <div className="border-t px-5 py-3 sm:px-6">
              <Link href="/account/activity" className="link text-sm">All activity</Link>
            </div>
          }
        />
        <Card>
          <CardHeader title="Your permissions" description="Read anew on every request, so a change takes effect at once." />
          <CardBody>
            {permissions.length === 0 ? (
              <p className="text-sm text-muted-foreground">Everything in your own account. An administrator can give you a role that allows more.</p>
            ) : (
              <ul className="flex flex-wrap gap-1.5">
                {permissions.map((permission) => (
                  <li key={permission}><Badge><code className="font-mono text-xs">{permission}</code></Badge></li>
                ))}
              </ul>
            )}
          </CardBody>
        </Card>
      </div>
    </div>
  );
}
