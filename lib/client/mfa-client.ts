import { ApiGroup } from "./api-group";
import type { SignInAnswer } from "./auth-wire";
import type { DistrustedDevice, FactorKind, MfaChange, MfaSetup, MfaState, RecoveryCodesAnswer, SentCode, TrustedDevicesAnswer } from "./mfa-wire";
import { at, type CallOptions } from "./send-request";
import { noteOf, showPerson } from "./sign-in";

/** One's own second factor. What is asked at a sign-in: `auth.verifyMfa`. */
export class MfaClient extends ApiGroup {
  /** What is set up, and how many recovery codes are left. */
  status = (options?: CallOptions) => this.call<MfaState>("GET", "/mfa", options);

  /** Begins to set one up: nothing is asked at a sign-in before `confirm`. Recovery codes come with the first one, this once. */
  enable = (method: FactorKind = "totp", options?: CallOptions) => this.call<MfaSetup>("POST", "/mfa/enable", { body: { method }, ...options });

  /** Turns on what was begun. @throws AuthClientError `INVALID_MFA_CODE`, `MFA_NOT_PENDING` … */
  async confirm(code: string, options?: CallOptions): Promise<SignInAnswer> {
    await this.keepAlive(options?.signal);
    const { session } = await this.session.tokens.read();
    const answer = await this.call<SignInAnswer>("POST", this.session.config.endpoints.verifyMfa, { body: { code }, ...options });
    return { ...answer, user: await showPerson(this.session, answer.user, session) };
  }

  /** By a code of it, or a recovery code. @throws AuthClientError `INVALID_MFA_CODE`, `MFA_KEPT_BY_POLICY` … */
  async disable(code: string, options?: CallOptions): Promise<MfaChange> {
    const userId = this.session.store.getSnapshot().user?.id;
    const answer = await this.call<MfaChange>("POST", "/mfa/disable", { body: { code }, ...options });
    noteOf(this.session, userId, { mfa_enabled: false });
    return answer;
  }

  /** Those there were stop working. */
  renewRecoveryCodes = (options?: CallOptions) => this.call<RecoveryCodesAnswer>("POST", "/mfa/recovery-codes", { body: {}, ...options });

  /** Has a code mailed: of a sign-in that waits for it (`MfaRequiredError.mfaToken`), or to whoever is signed in and uses codes by mail. */
  sendCode = (mfaToken?: string, options?: CallOptions): Promise<SentCode> =>
    mfaToken === undefined
      ? this.callAsOneself("POST", "/mfa/send-code", { body: {}, ...options })
      : this.call("POST", "/mfa/send-code", { body: { mfa_token: mfaToken }, ...options });

  /** Where one is not asked for the second factor. */
  listTrustedDevices = (options?: CallOptions) => this.call<TrustedDevicesAnswer>("GET", "/trusted-devices", options);

  /** Asked there again from now on; its sessions go on. */
  removeTrustedDevice = (deviceId: string, options?: CallOptions) => this.call<DistrustedDevice>("DELETE", at`/trusted-devices/${deviceId}`, options);
}
