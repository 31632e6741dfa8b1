import { Badge } from "@/components/ui/badge";
import type { UserStatus } from "./user-row";

const looks = {
  active: { tone: "success", label: "Active" },
  banned: { tone: "danger", label: "Banned" },
  inactive: { tone: "neutral", label: "Inactive" },
  unverified: { tone: "warning", label: "Unverified" },
} as const satisfies Record<UserStatus, unknown>;

export function StatusBadge({ status }: { status: UserStatus }) {
  const { tone, label } = looks[status];
  return <Badge tone={tone} dot>{label}</Badge>;
}
