import type { DeletionAnswer } from "./account-wire";
import { ApiGroup } from "./api-group";
import type { Message, ProofCodeAnswer, ProofStateAnswer } from "./auth-wire";
import type { CallOptions } from "./send-request";

/** Who is there, once more; leaving, and what one takes along. */
export class AccountClient extends ApiGroup {
  /** By what one can prove who is there, and since when it is proven. To prove it: `auth.reauthenticate`. */
  showProof = (options?: CallOptions) => this.call<ProofStateAnswer>("GET", this.session.config.endpoints.reauthenticate, options);

  /** Mails a code for `auth.reauthenticate`. @throws AuthClientError `PROOF_NOT_OFFERED` where the account has a better proof … */
  sendProofCode = (options?: CallOptions) => this.call<ProofCodeAnswer>("POST", `${this.session.config.endpoints.reauthenticate}/code`, { body: {}, ...options });

  /** What is kept about oneself, as a JSON file: read the answer with `blob()`, `json()` or as a stream. */
  exportData = (options?: CallOptions): Promise<Response> => this.session.send(this.to("GET", "/account/export", options));

  /**
   * `confirm`: one's own username or address, typed. Signed out everywhere; until `deletion_due_at` a sign-in and `restore` take it back.
   * @throws AuthClientError `REAUTH_REQUIRED`, `LAST_ADMIN`, `VALIDATION_ERROR` with `fields` …
   */
  async delete(confirm: string, options?: CallOptions): Promise<DeletionAnswer> {
    const answer = await this.call<DeletionAnswer>("POST", "/account/delete", { body: { confirm }, ...options });
    await this.session.end(() => Promise.resolve());
    return answer;
  }

  /** Takes the deletion back. */
  restore = (options?: CallOptions) => this.call<Message>("POST", "/account/restore", { body: {}, ...options });
}
