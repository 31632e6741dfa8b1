import { ApiSession } from "./api-session";
import type {
  ActivityAnswer, ActivityQuery, EndedSessionAnswer, EndedSessionsAnswer, ExportLogsQuery, ExportPhiQuery, LogsAnswer, LogsQuery, OwnLogsQuery, PhiQuery, PhiReport,
  ResourceAnswer, ResourceQuery, SealStatusAnswer, SecurityLogsQuery, SecuritySummary, SessionsAnswer, Verification, VerifyQuery,
} from "./audit-wire";
import type { AuditOptions, AuthConfig } from "./client-config";
import { type ApiRequest, at, type CallOptions } from "./send-request";

/** One's own sessions, the audit trail, activity and compliance reports. */
export class AuditClient {
  private readonly session: ApiSession;

  /** Of the same sign-in as another client (`auth.session`), or by itself. @throws ConfigValidationError */
  constructor(source: ApiSession | (AuthConfig & AuditOptions) = {}) {
    if (source instanceof ApiSession) this.session = source;
    else {
      const { auditPrefix = source.audit?.auditPrefix, ...config } = source;
      this.session = new ApiSession({ ...config, audit: { auditPrefix } });
    }
  }

  /** Where one is signed in. */
  listSessions = (options?: CallOptions) => this.call<SessionsAnswer>("/sessions/me", options);

  /** One of one's own; the current one signs out, which the next call finds. */
  revokeSession = (sessionId: string, options?: CallOptions) => this.call<EndedSessionAnswer>(at`/sessions/${sessionId}`, options, "DELETE");

  /** All of one's own but the current one. */
  revokeAllSessions = (options?: CallOptions) => this.call<EndedSessionsAnswer>("/sessions/revoke-all", options, "POST");

  listMyAuditLogs = (query: OwnLogsQuery = {}, options?: CallOptions) => this.call<LogsAnswer>("/audit-logs/me", { query, ...options });
  listAuditLogs = (query: LogsQuery = {}, options?: CallOptions) => this.call<LogsAnswer>("/audit-logs", { query, ...options });

  /** Sign-ins, refusals, ended sessions and stolen tokens of the last days. */
  listSecurityEvents = (query: SecurityLogsQuery = {}, options?: CallOptions) => this.call<LogsAnswer>("/audit-logs/security", { query, ...options });
  listMyActivity = (query: ActivityQuery = {}, options?: CallOptions) => this.call<ActivityAnswer>("/activity-logs/me", { query, ...options });

  /** Who did what to a resource: `("patient", id)`. */
  getResourceHistory = (resourceType: string, resourceId: string, query: ResourceQuery = {}, options?: CallOptions) =>
    this.call<ResourceAnswer>(at`/activity-logs/resource/${resourceType}/${resourceId}`, { query, ...options });

  /** `days`: at most 365; default 30. */
  getSecuritySummary = (days?: number, options?: CallOptions) => this.call<SecuritySummary>("/compliance/security-summary", { query: { days }, ...options });

  /** Itself recorded in the trail. */
  getPhiReport = (query: PhiQuery = {}, options?: CallOptions) => this.call<PhiReport>("/compliance/phi-access-report", { query, ...options });

  /** CSV or NDJSON of any length: read the answer as a stream, or with `blob()` or `text()`. */
  exportAuditLogs = (query: ExportLogsQuery = {}, options?: CallOptions): Promise<Response> => this.session.send(this.request("/audit-logs/export", { query, ...options }));
  exportPhiReport = (query: ExportPhiQuery = {}, options?: CallOptions): Promise<Response> => this.session.send(this.request("/compliance/phi-access-report/export", { query, ...options }));

  /** Checks a part of the trail against its seals; go on with `from: next` until `complete`. */
  verify = (query: VerifyQuery = {}, options?: CallOptions) => this.call<Verification>("/verify", { query, ...options });
  getSealStatus = (options?: CallOptions) => this.call<SealStatusAnswer>("/seals/latest", options);

  private call<T>(path: string, rest?: Omit<ApiRequest, "method" | "path">, method: ApiRequest["method"] = "GET"): Promise<T> {
    return this.session.call<T>(this.request(path, rest, method));
  }

  private request = (path: string, rest: Omit<ApiRequest, "method" | "path"> = {}, method: ApiRequest["method"] = "GET"): ApiRequest => ({
    method,
    path: this.session.config.audit.auditPrefix + path,
    ...rest,
  });
}
