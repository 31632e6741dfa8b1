import { recordActivity } from "@/lib/audit/record-activity";
import { originOf } from "@/lib/audit/record-denial";
import type { RequestContext } from "@/lib/session/request-context";
import type { Viewer } from "@/lib/session/viewer";

/** What `handler()`, `page()` and `serverAction()` give, as far as it is needed here. */
interface Tools {
  ctx: RequestContext;
  viewer: Viewer | null;
  params?: Record<string, string | string[] | undefined>;
}

export interface AuditActionOptions<T> {
  /** `report`: what it was done to. Its id is the path's `report_id`, or its `id`. */
  resource_type?: string;
  /** Set where protected health information is shown or changed; such rows are the PHI report's. */
  log_phi?: boolean;
  metadata?: Record<string, unknown> | ((tools: T) => Record<string, unknown>);
}

/**
 * `handler({ access }, auditAction("report.viewed", { resource_type: "report", log_phi: true }, async ({ viewer }) => …))`, and so
 * around the function of a page or a server action. Writes a row of the activity stream once the work has succeeded and
 * before its answer leaves: what cannot be recorded is not shown (HIPAA 164.312(b)). An answer of 400 and above writes none.
 */
export function auditAction<T extends Tools, R>(action: string, options: AuditActionOptions<T>, work: (tools: T) => Promise<R>): (tools: T) => Promise<R> {
  const { resource_type: type = action.split(".")[0] ?? action, log_phi: phi = false, metadata } = options;
  return async (tools) => {
    const result = await work(tools);
    if (result instanceof Response && result.status >= 400) return result;
    const id = tools.params?.[`${type}_id`] ?? tools.params?.id;
    await recordActivity(originOf(tools.ctx, tools.viewer), {
      action,
      resource: { type, id: typeof id === "string" ? id : null },
      phi,
      metadata: typeof metadata === "function" ? metadata(tools) : metadata,
    });
    return result;
  };
}
