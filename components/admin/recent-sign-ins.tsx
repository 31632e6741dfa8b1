import { LogIn } from "lucide-react";
import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";

export interface RecentSignIn {
  /** The session's id. */
  id: string;
  userId: string;
  name: string;
  deviceName: string;
  /** "Milan, IT"; empty where it is not known. */
  place: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** Who came in last, and on what. */
export function RecentSignIns({ signIns, usersHref }: { signIns: RecentSignIn[]; usersHref?: string }) {
  if (signIns.length === 0) return <EmptyState icon={LogIn} title="Nobody has signed in yet" />;
  return (
    <ul className="divide-y border-t">
      {signIns.map(({ id, userId, name, deviceName, place, at }) => (
        <li key={id} className="flex items-center gap-3 px-5 py-3 text-sm sm:px-6">
          <Avatar name={name} />
          <span className="grid min-w-0 flex-1">
            {usersHref ? <Link href={`${usersHref}/${userId}`} className="truncate font-medium hover:underline">{name}</Link> : <span className="truncate font-medium">{name}</span>}
            <span className="truncate text-muted-foreground">{[deviceName, place].filter(Boolean).join(" · ")}</span>
          </span>
          <RelativeTime at={at} className="shrink-0 text-muted-foreground" />
        </li>
      ))}
    </ul>
  );
}
