/** A registration that signs in: nothing has to be confirmed first. */
import { env } from "@/lib/env";
import { findWireUser, type WholeUser, wholeUser } from "@/lib/features/account/user-wire";
import { verificationMail } from "@/lib/features/verification/verification-mail";
import { runAfter } from "@/lib/hooks/run-hooks";
import type { Seal } from "@/lib/operation";
import { makeAccessToken } from "@/lib/session/access-token";
import { knownDevice } from "@/lib/session/known-device";
import { isSecondFactorRequired } from "@/lib/session/mfa-policy";
import type { RequestContext } from "@/lib/session/request-context";
import { newSession } from "@/lib/session/session-store";
import { beginGrace } from "./repo";
import { register, rolesOf, whatIsTaken } from "./registration";
import { endReplacedSession } from "./replaced-session";
import { welcome } from "./welcome";

/** The columns of `users` that a registration fills. */
export interface NewPerson extends Record<string, unknown> {
  id: string;
  email: string;
  username: string;
  organization_id: string;
}

export interface SignUp {
  ctx: RequestContext;
  seal: Seal;
  person: NewPerson;
}

type SignedUp = { user: WholeUser; taken?: undefined } | { user: null; taken: "email" | "username" };

export const signUpEvent = ({ id, organization_id: organizationId }: NewPerson) =>
  ({ action: "user.signup", actorId: id, targetUserId: id, organizationId, metadata: { provider: "local" } }) as const;

/** Sets the session as the request's effect. */
export async function signUp({ ctx, seal, person, rememberMe }: SignUp & { rememberMe: boolean }): Promise<SignedUp> {
  const session = newSession(ctx, { amr: ["pwd"], rememberMe });
  const device = knownDevice(ctx);
  const { token, message } = verificationMail(person);
  const audit = seal({ ...signUpEvent(person), sessionId: session.sessionId });
  const begun = await register({ person, session, device, audit, token, mails: [welcome(person), message] });
  if (!begun) return { user: null, taken: (await whatIsTaken(person.email, person.username)).email ? "email" : "username" };
  await endReplacedSession(ctx, begun, seal);
  const roles = await rolesOf(begun.userId, begun.organizationId);
  if (isSecondFactorRequired(roles)) await beginGrace(begun.userId, env.mfaGraceDays);
  ctx.effects.deviceToken = device?.token;
  ctx.effects.isSignInOver = true;
  ctx.effects.session = {
    accessToken: await makeAccessToken({ ...begun, roles }),
    refreshToken: session.refreshToken,
    sessionId: begun.sessionId,
    expiresAt: begun.expiresAt,
    rememberMe,
  };
  const user = wholeUser.parse(await findWireUser(begun.userId, { organizationId: begun.organizationId }));
  runAfter("afterSignup", { user }, ctx);
  return { user };
}
