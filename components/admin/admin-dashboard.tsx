import { Ban, LogIn, MonitorSmartphone, ShieldAlert, UserPlus, Users } from "lucide-react";
import Link from "next/link";
import { BarChart } from "@/components/ui/bar-chart";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDay } from "@/components/ui/format-instant";
import { StatCard } from "@/components/ui/stat-card";
import { AuditTable } from "./audit-table";
import type { AuditRow } from "./audit-row";
import { type RecentSignIn, RecentSignIns } from "./recent-sign-ins";

export type { RecentSignIn };

export interface AdminFigures {
  totalUsers: number;
  /** Sign-ups within the period. */
  newUsers: number;
  activeSessions: number;
  signIns: number;
  failedSignIns: number;
  bannedUsers: number;
}

/** One UTC day, oldest first. `signIns` counts all attempts, `failed` those among them. */
export interface SignInDay {
  /** YYYY-MM-DD */
  day: string;
  signIns: number;
  failed: number;
}

export interface AdminDashboardProps {
  figures: AdminFigures;
  /** Length of the period that figures and days cover. */
  periodDays: number;
  days: SignInDay[];
  /** The newest sessions. */
  signIns: RecentSignIn[];
  /** The newest events; absent: the viewer may not read the trail. */
  recent?: AuditRow[];
  /** Where the viewer may go on. */
  usersHref?: string;
  auditHref?: string;
}

export function AdminDashboard({ figures, periodDays, days, signIns, recent, usersHref, auditHref }: AdminDashboardProps) {
  const period = `in the last ${periodDays} days`;
  const bannedHref = usersHref && `${usersHref}?status=banned`;
  return (
    <div className="grid gap-6">
      <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-3">
        <StatCard label="People" value={figures.totalUsers} note="all accounts" icon={Users} href={usersHref} />
        <StatCard label="New people" value={figures.newUsers} note={period} icon={UserPlus} />
        <StatCard label="Open sessions" value={figures.activeSessions} note="right now" icon={MonitorSmartphone} />
        <StatCard label="Sign-ins" value={figures.signIns} note={period} icon={LogIn} trend={days.map((day) => day.signIns - day.failed)} />
        <StatCard label="Failed sign-ins" value={figures.failedSignIns} note={period} icon={ShieldAlert} trend={days.map((day) => day.failed)} />
        <StatCard label="Banned" value={figures.bannedUsers} note="right now" icon={Ban} href={bannedHref} />
      </div>
      <Card>
        <CardHeader title="Sign-ins by day" description={`Attempts per UTC day ${period}.`} />
        <CardBody><SignInChart days={days} /></CardBody>
      </Card>
      <Card className="overflow-hidden">
        <CardHeader title="Latest sign-ins" className="pb-4" />
        <RecentSignIns signIns={signIns} usersHref={usersHref} />
      </Card>
      {recent && (
        <Card className="overflow-hidden">
          <CardHeader title="Latest events" action={auditHref && <Link href={auditHref} className="link text-sm">Open the audit trail</Link>} className="border-b pb-4" />
          <AuditTable events={recent} />
        </Card>
      )}
    </div>
  );
}

function SignInChart({ days }: { days: SignInDay[] }) {
  if (days.length === 0) return <EmptyState title="No sign-ins in this period" />;
  const total = days.reduce((sum, day) => sum + day.signIns, 0);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  return (
    <BarChart
      title="Sign-ins by day"
      description={`${total} attempts on ${days.length} days, ${failed} of them failed.`}
      data={days.map((day) => ({ label: formatDay(day.day), value: day.signIns, part: day.failed }))}
      valueLabel="Attempts"
      partLabel="Failed"
    />
  );
}
