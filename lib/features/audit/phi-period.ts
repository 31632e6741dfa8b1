import { now } from "@/lib/clock";
import { toFilter } from "./log-filter";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** Who accessed, and when: the last thirty days unless the query says something else. */
export function phiFilter({ user_id: actor, ...period }: { start_date?: string; end_date?: string; user_id?: string }) {
  const { from, to } = toFilter(period);
  const end = to ?? now();
  return { actor_user_id: actor, from: from ?? new Date(end.getTime() - DEFAULT_DAYS * DAY_MS), to: end, phi_accessed: true };
}
