import { HeartPulse } from "lucide-react"; // feature:patients
import {
  Activity, Building2, Gauge, KeyRound, LayoutDashboard, Mail, MonitorSmartphone, ScrollText, Settings, ShieldCheck, UserRound, Users,
  type LucideIcon,
} from "lucide-react";

/** Icons travel from server to browser by name. */
export const navigationIcons = {
  dashboard: LayoutDashboard,
  account: UserRound,
  security: KeyRound,
  sessions: MonitorSmartphone,
  activity: Activity,
  overview: Gauge,
  organizations: Building2,
  users: Users,
  roles: ShieldCheck,
  audit: ScrollText,
  patients: HeartPulse, // feature:patients
  mailbox: Mail,
  settings: Settings,
} satisfies Record<string, LucideIcon>;

export interface NavigationItem {
  href: string;
  label: string;
  icon: keyof typeof navigationIcons;
  /** Heading that it stands under; items of one section follow each other. */
  section?: string;
}

/** The item whose path is the longest prefix of where we are, on segment borders. */
export function currentItem(navigation: NavigationItem[], pathname: string): NavigationItem | undefined {
  return navigation
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
