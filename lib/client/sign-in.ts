import type { ApiSession } from "./api-session";
import { AuthClientError } from "./auth-client-error";
import type { AuthUser, SignInAnswer, SignupReply } from "./auth-wire";
import type { SecondFactorMethod } from "./mfa-wire";
import { type ApiRequest, type CallOptions, readJson, sendRequest } from "./send-request";
import type { TokenPair } from "./token-storage";

export interface LoginOptions extends CallOptions {
  /** false: the cookies end with the browser. Default true. */
  rememberMe?: boolean;
}

export interface VerifyMfaOptions extends CallOptions {
  /** Do not ask for the second factor on this device for a while (`TRUSTED_DEVICE_DAYS`). Default false. */
  trustDevice?: boolean;
  /** Which of several methods the code is of. Default: whichever it fits. */
  method?: SecondFactorMethod;
}

interface SignedIn<Answer extends SignInAnswer> {
  answer: Answer;
  /** null: they are in cookies. */
  tokens: TokenPair | null;
}

/** The way into a session, by whichever door: without the token of whoever was signed in before. @throws AuthClientError, of it `MfaRequiredError` */
export async function signIn<Answer extends SignInAnswer = SignInAnswer>(session: ApiSession, request: ApiRequest): Promise<SignedIn<Answer>> {
  const answer = (await readJson(await sendRequest(session.config, request, null), request)) as Answer | SignupReply;
  if (!answer.user) throw new AuthClientError({ code: "EMAIL_NOT_VERIFIED", message: answer.message, status: 202 });
  return beginWith(session, answer as Answer);
}

/** As `signIn`, for every door whose hooks say nothing more than that somebody came in. */
export async function enter(session: ApiSession, request: ApiRequest): Promise<SignInAnswer> {
  const { answer, tokens } = await signIn(session, request);
  await session.hooks.tell("afterLogin", { user: answer.user, tokens });
  return answer;
}

/** Keeps what the server answered, and shows who came in. */
export async function beginWith<Answer extends SignInAnswer>(session: ApiSession, answer: Answer): Promise<SignedIn<Answer>> {
  const tokens = await session.begin(answer);
  const user = await showPerson(session, answer.user, (await session.tokens.read()).session);
  return { answer: { ...answer, user }, tokens };
}

/** @param mark - the sign-in that the answer belongs to: another one may have begun meanwhile */
export async function showPerson(session: ApiSession, person: AuthUser, mark: string): Promise<AuthUser> {
  const { user } = await session.hooks.run("transformUser", { user: person });
  const held = await session.tokens.read();
  if (held.session === mark) session.store.set({ user, isAuthenticated: true, loading: false });
  return user;
}

/** What an answer says of a person who is shown already; of anybody else, nothing changes. */
export function noteOf({ store }: ApiSession, userId: string | undefined, changes: Partial<AuthUser>): void {
  const { user } = store.getSnapshot();
  if (user && user.id === userId) store.set({ user: { ...user, ...changes } });
}
