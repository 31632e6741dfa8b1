import type { ApiSession } from "./api-session";
import { AuthClientError } from "./auth-client-error";
import type { ApiRequest } from "./send-request";

type Rest = Omit<ApiRequest, "method" | "path">;

/** Calls about one thing, behind `apiPrefix`, in the sign-in of the client that they hang on. */
export abstract class ApiGroup {
  constructor(protected readonly session: ApiSession) {}

  protected call<T>(method: ApiRequest["method"], path: string, rest?: Rest): Promise<T> {
    return this.session.call<T>(this.to(method, path, rest));
  }

  /**
   * What anybody may call refuses nobody for a token that has run out: it takes them for a stranger. So whoever is signed in
   * has the session looked after first.
   */
  protected async callAsOneself<T>(method: ApiRequest["method"], path: string, rest: Rest = {}): Promise<T> {
    await this.keepAlive(rest.signal);
    return this.call<T>(method, path, rest);
  }

  protected async keepAlive(signal: AbortSignal | undefined): Promise<void> {
    const isIn = this.session.store.getSnapshot().isAuthenticated || (await this.session.tokens.read()).isIn;
    if (!isIn) return;
    await this.call("GET", this.session.config.endpoints.checkAuth, { signal }).catch((error: unknown) => {
      if (!(error instanceof AuthClientError) || error.status !== 401) throw error;
    });
  }

  protected to = (method: ApiRequest["method"], path: string, rest: Rest = {}): ApiRequest => ({
    method,
    path: this.session.config.apiPrefix + path,
    ...rest,
  });
}
