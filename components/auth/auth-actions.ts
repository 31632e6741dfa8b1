import type { AuthClient } from "@/lib/client/auth-client";
import type { AuthUser, Proof, ProofAnswer, SignInAnswer, SignupInput, UserChanges } from "@/lib/client/auth-wire";
import type { Provider, ProviderLoginOptions } from "@/lib/client/provider-login";
import type { LoginOptions, VerifyMfaOptions } from "@/lib/client/sign-in";
import { type AuthResult, resultOf } from "./auth-result";

/** What `useAuth()` can do. Nothing here rejects but `updatePassword`; the page shows what changed through the state. */
export interface AuthActions {
  /** By e-mail or username. With code MFA_REQUIRED the second step is due, for which `mfa` has what it needs. */
  login: (identifier: string, password: string, options?: LoginOptions) => Promise<AuthResult<{ user: AuthUser }>>;
  /** The second step, with `mfa.mfaToken` of any sign-in. */
  verifyMfa: (mfaToken: string, code: string, options?: VerifyMfaOptions) => Promise<AuthResult<{ user: AuthUser }>>;
  /** Has a code of the second step mailed, where `mfa.methods` has `email`. */
  sendMfaCode: (mfaToken: string) => Promise<AuthResult<{ message: string }>>;
  /** Asks the device for a passkey. */
  passkeyLogin: (options?: LoginOptions) => Promise<AuthResult<{ user: AuthUser }>>;
  signup: (account: SignupInput) => Promise<AuthResult<{ message: string; user: AuthUser }>>;
  /** Signed out here in any case; `success: false` says that the server could not be told. */
  logout: () => Promise<AuthResult>;
  /** The person anew; null: nobody is signed in, or it cannot be known now. */
  refreshUser: () => Promise<AuthUser | null>;
  /** Renews the session now, which calls do by themselves. */
  refreshAccessToken: () => Promise<boolean>;
  updateUser: (changes: UserChanges) => Promise<AuthResult<{ user: AuthUser }>>;
  /** Ends all other sessions. @throws AuthClientError `INVALID_PASSWORD`, `VALIDATION_ERROR` with `fields` … */
  updatePassword: (currentPassword: string, newPassword: string) => Promise<void>;
  /** Proves again who is there, for what is refused with `REAUTH_REQUIRED`. */
  reauthenticate: (proof: Proof) => Promise<AuthResult<{ method: ProofAnswer["method"] }>>;
  /** Leaves the page; `path` is where to be afterwards. @throws AuthClientError `NOT_ENABLED` */
  googleLogin: (path?: string) => void;
  microsoftLogin: (path?: string) => void;
  /** Leaves the page for any provider of the server's. */
  providerLogin: (provider: Provider, options?: ProviderLoginOptions) => void;
  /** Asks the server whether the session lives, and shows the person if it does. */
  checkAuth: () => Promise<boolean>;
  /** null where the session is in cookies, which no script reads. */
  getAccessToken: (options?: { forceRefresh?: boolean }) => Promise<string | null>;
}

/** The calls of a client as a page wants them: with results in place of rejections. */
export function authActions(auth: AuthClient): AuthActions {
  const quietly = <T, Else>(work: Promise<T>, otherwise: Else): Promise<T | Else> => work.catch(() => otherwise);
  return {
    login: (identifier, password, options) => resultOf(async () => personOf(await auth.login(identifier, password, options))),
    verifyMfa: (mfaToken, code, options) => resultOf(async () => personOf(await auth.verifyMfa(mfaToken, code, options))),
    sendMfaCode: (mfaToken) => resultOf(async () => auth.mfa.sendCode(mfaToken).then(({ message }) => ({ message }))),
    passkeyLogin: (options) => resultOf(async () => personOf(await auth.passkeys.signIn(options))),
    signup: (account) => resultOf(async () => auth.signup(account).then((answer) => ({ message: answer.message, ...personOf(answer) }))),
    logout: () => resultOf(async () => auth.logout().then(() => ({}))),
    refreshUser: () => quietly(auth.getUser(), null),
    refreshAccessToken: () => quietly(auth.refreshToken(), false),
    updateUser: (changes) => resultOf(async () => auth.updateUser(changes).then(({ user }) => ({ user }))),
    updatePassword: async (currentPassword, newPassword) => void (await auth.updatePassword(currentPassword, newPassword)),
    reauthenticate: (proof) => resultOf(async () => auth.reauthenticate(proof).then(({ method }) => ({ method }))),
    googleLogin: auth.googleLogin,
    microsoftLogin: auth.microsoftLogin,
    providerLogin: auth.providerLogin,
    checkAuth: () => quietly(check(auth), false),
    getAccessToken: (options) => auth.getAccessToken(options),
  };
}

const personOf = ({ user }: SignInAnswer) => ({ user });

async function check(auth: AuthClient): Promise<boolean> {
  const isAlive = await auth.checkAuth();
  if (isAlive && !auth.store.getSnapshot().user) await auth.getUser();
  return isAlive;
}
