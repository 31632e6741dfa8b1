import type {
  AdminStats, AdminUserAnswer, AdminUserMessage, BanAnswer, BanInput, BulkInput, BulkUsersAnswer, CreateUserInput, DeletedUserAnswer, EndedUserSessionsAnswer,
  ExportUsersQuery, ImportUsersAnswer, RestoreUserInput, UnchangedAnswer, UpdatedUserAnswer, UpdateUserInput, UserSessionsAnswer, UsersAnswer, UsersQuery,
} from "./admin-wire";
import { ApiSession } from "./api-session";
import type { AdminOptions, AuthConfig } from "./client-config";
import { type ApiRequest, at, type CallOptions } from "./send-request";

/** People, as administration sees them. Each call asks for the permission that its endpoint declares (contracts/access-matrix.md). */
export class AdminClient {
  private readonly session: ApiSession;

  /** Of the same sign-in as another client (`auth.session`), or by itself. @throws ConfigValidationError */
  constructor(source: ApiSession | (AuthConfig & AdminOptions) = {}) {
    if (source instanceof ApiSession) this.session = source;
    else {
      const { adminPrefix = source.admin?.adminPrefix, ...config } = source;
      this.session = new ApiSession({ ...config, admin: { adminPrefix } });
    }
  }

  /** Filters combine; any order; by page or by cursor. */
  listUsers = (query: UsersQuery = {}, options?: CallOptions) => this.call<UsersAnswer>("GET", "/users", { query, ...options });
  getUser = (userId: string, options?: CallOptions) => this.call<AdminUserAnswer>("GET", at`/users/${userId}`, options);
  createUser = (user: CreateUserInput, options?: CallOptions) => this.call<AdminUserMessage>("POST", "/users", { body: user, ...options });
  updateUser = (userId: string, changes: UpdateUserInput, options?: CallOptions) => this.call<UpdatedUserAnswer>("PATCH", at`/users/${userId}`, { body: changes, ...options });

  /** `hard`: erased for good; otherwise `restoreUser` brings them back. */
  deleteUser = (userId: string, hard = false, options?: CallOptions) => this.call<DeletedUserAnswer>("DELETE", at`/users/${userId}`, { query: { hard }, ...options });
  restoreUser = (userId: string, input: RestoreUserInput = {}, options?: CallOptions) => this.call<AdminUserMessage>("POST", at`/users/${userId}/restore`, { body: input, ...options });
  banUser = (userId: string, ban: BanInput = {}, options?: CallOptions) => this.call<BanAnswer>("POST", at`/users/${userId}/ban`, { body: ban, ...options });
  unbanUser = (userId: string, reason?: string, options?: CallOptions) => this.call<UnchangedAnswer>("POST", at`/users/${userId}/unban`, { body: { reason }, ...options });

  /** Forgets failed sign-ins, so that the next one counts again. */
  unlockUser = (userId: string, options?: CallOptions) => this.call<UnchangedAnswer>("POST", at`/users/${userId}/unlock`, options);
  requirePasswordChange = (userId: string, options?: CallOptions) => this.call<UnchangedAnswer>("POST", at`/users/${userId}/force-password-change`, options);
  getUserSessions = (userId: string, options?: CallOptions) => this.call<UserSessionsAnswer>("GET", at`/users/${userId}/sessions`, options);

  /** Ends every session of theirs. */
  forceLogoutUser = (userId: string, options?: CallOptions) => this.call<EndedUserSessionsAnswer>("POST", at`/users/${userId}/sessions/revoke-all`, options);

  /** At most 500, each by itself: `results` says of everybody what came of it. */
  changeManyUsers = (input: BulkInput, options?: CallOptions) => this.call<BulkUsersAnswer>("POST", "/users/bulk", { body: input, ...options });

  /** What the filter shows, as a file: read the answer with `blob()`, `text()` or as a stream. Default CSV. */
  exportUsers = (query: ExportUsersQuery = {}, options?: CallOptions): Promise<Response> => this.session.send(this.request("GET", "/users/export", { query, ...options }));

  /** CSV, as text or a file. `dryRun`: says line by line what would happen. */
  importUsers = (csv: string | Blob, { dryRun = false, ...options }: CallOptions & { dryRun?: boolean } = {}) => {
    const body = new FormData();
    body.append(typeof csv === "string" ? "csv" : "file", csv);
    return this.call<ImportUsersAnswer>("POST", "/users/import", { body, query: { dry_run: dryRun }, ...options });
  };

  getStats = (options?: CallOptions) => this.call<AdminStats>("GET", "/stats", options);

  private call<T>(method: ApiRequest["method"], path: string, rest?: Omit<ApiRequest, "method" | "path">): Promise<T> {
    return this.session.call<T>(this.request(method, path, rest));
  }

  private request = (method: ApiRequest["method"], path: string, rest: Omit<ApiRequest, "method" | "path"> = {}): ApiRequest => ({
    method,
    path: this.session.config.admin.adminPrefix + path,
    ...rest,
  });
}
