/**
 * The one way in. Whatever proved who somebody is (password, provider, link, passkey), what follows is the same: banned and
 * unverified people are refused, the second factor is asked for, and session, device, counters and audit row begin in one
 * statement.
 */
import { AppError, type ErrorSpec } from "@/lib/errors";
import { env } from "@/lib/env";
import { findWireUser, type WholeUser, wholeUser } from "@/lib/features/account/user-wire";
import { runAfter } from "@/lib/hooks/run-hooks";
import type { Seal } from "@/lib/operation";
import { makeAccessToken } from "@/lib/session/access-token";
import { knownDevice } from "@/lib/session/known-device";
import { isSecondFactorRequired } from "@/lib/session/mfa-policy";
import type { RequestContext } from "@/lib/session/request-context";
import { keepNewestSession, newSession } from "@/lib/session/session-store";
import type { Entry } from "./entry";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED } from "./errors";
import { newDeviceNotice } from "./new-device-notice";
import { signInRenewing } from "./renew-hash";
import { endReplacedSession } from "./replaced-session";
import { beginGrace, type Begun, recordFailedSignIn, signIn } from "./repo";
import { challengeSecondFactor } from "./second-factor";

const hasSecondFactor = (amr: readonly string[]): boolean => amr.includes("mfa");

/**
 * Begins the session, and sets it as the request's effect.
 * @throws AppError 403 ACCOUNT_DISABLED or EMAIL_NOT_VERIFIED, each with an audit row; 401 MFA_REQUIRED with what the second step needs
 */
export async function enter(ctx: RequestContext, entry: Entry, seal: Seal): Promise<WholeUser> {
  const { person, amr } = entry;
  if (!person.isUsable) return refuse(entry, ACCOUNT_DISABLED, seal);
  if (env.requireEmailVerification && !person.isVerified) return refuse(entry, EMAIL_NOT_VERIFIED, seal);
  if (person.mfaEnabled && !hasSecondFactor(amr) && !person.isTrustedDevice) return challengeSecondFactor(entry, seal);
  const begun = await begin(ctx, entry, seal);
  await keepNewestSession(person.id);
  await endReplacedSession(ctx, begun, seal);
  if (!person.mfaEnabled && isSecondFactorRequired(begun.roles)) await beginGrace(person.id, env.mfaGraceDays);
  const user = wholeUser.parse(await findWireUser(person.id, { organizationId: begun.organizationId }));
  runAfter("afterLogin", { user, sessionId: begun.sessionId, provider: entry.provider }, ctx);
  return user;
}

const targetOf = ({ person, provider, amr }: Entry) => ({
  targetUserId: person.id,
  organizationId: person.organizationId,
  metadata: { provider, amr },
});

const refusalOf = (entry: Entry, error: ErrorSpec) => ({
  ...targetOf(entry),
  action: "user.login_failed",
  success: false,
  errorCode: error.code,
  identifier: entry.identifier,
  actorId: null,
});

async function refuse(entry: Entry, error: ErrorSpec, seal: Seal): Promise<never> {
  await recordFailedSignIn(seal(refusalOf(entry, error)));
  throw new AppError(error, error === EMAIL_NOT_VERIFIED ? { details: { is_verified: false } } : {});
}

const rethrow = (cause: unknown): never => {
  throw cause;
};

async function begin(ctx: RequestContext, entry: Entry, seal: Seal): Promise<Begun> {
  const { person, amr, rememberMe, password, giveBack = [] } = entry;
  const session = newSession(ctx, { amr, rememberMe });
  const device = knownDevice(ctx, entry.trustDevice ? env.trustedDeviceDays : 0);
  const success = (isRenewed: boolean) => {
    const { metadata, ...target } = targetOf(entry);
    const renewal = isRenewed ? { credential_renewed: true } : {};
    return seal({ ...target, action: "user.login", actorId: person.id, sessionId: session.sessionId, metadata: { ...metadata, ...renewal } });
  };
  const refusal = seal(refusalOf(entry, ACCOUNT_DISABLED));
  const attempt = {
    userId: person.id,
    renewedHash: password?.renewedHash ?? null,
    standing: person.standing,
    mustBeVerified: env.requireEmailVerification,
    isSecondFactorDone: hasSecondFactor(amr) || person.isTrustedDevice,
    session,
    device,
    notice: newDeviceNotice(ctx, person, { sessionId: session.sessionId, device }),
    giveBack,
  };
  const beginning = password
    ? signInRenewing({ ...attempt, passwordHash: password.hash, identifier: entry.identifier ?? person.email, password: password.plain, audit: { success, refusal } })
    : signIn({ ...attempt, passwordHash: null, audit: { success: success(false), refusal } });
  const begun = await beginning.catch(entry.onFault ?? rethrow);
  if (!begun) throw new AppError(ACCOUNT_DISABLED);
  ctx.effects.deviceToken = device?.token;
  ctx.effects.enteredBy = entry.provider;
  ctx.effects.isSignInOver = true;
  ctx.effects.session = {
    accessToken: await makeAccessToken(begun),
    refreshToken: session.refreshToken,
    sessionId: begun.sessionId,
    expiresAt: begun.expiresAt,
    rememberMe,
  };
  return begun;
}
