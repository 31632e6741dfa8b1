/** From the page's address, whose names its form shows, to the API's filters. */
import type { AuditFilterValues } from "@/components/admin/audit-filters";

const SUCCESS: Record<string, string> = { success: "true", failure: "false" };
const PROTECTED: Record<string, string> = { yes: "true", no: "false" };

/** What is wrong with a filter is said under the name that the form gives it. */
export const FILTER_NAMES = {
  success: "Outcome", start_date: "From", end_date: "To", q: "Request or address", phi_accessed: "Health information",
  resource_type: "Kind of resource", resource_id: "Resource", ip: "Address", session_id: "Session", stream: "Stream",
};

export function filterValues({ action, actor, outcome, from, to, q, stream, protected: phi, resource_type, resource_id, ip, session_id }: Record<string, string | undefined>): AuditFilterValues {
  return { action, actor, outcome, from, to, q, stream, protected: phi, resource_type, resource_id, ip, session_id };
}

export function toQuery({ outcome, from, to, protected: phi, ...same }: AuditFilterValues): Record<string, string | undefined> {
  return { ...same, success: outcome && (SUCCESS[outcome] ?? outcome), phi_accessed: phi && (PROTECTED[phi] ?? phi), start_date: from, end_date: to };
}
