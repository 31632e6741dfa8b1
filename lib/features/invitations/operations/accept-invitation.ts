import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { recordEvent } from "@/lib/audit/record-event";
import { inTransaction } from "@/lib/db";
import { ACCOUNT_DELETION_PENDING, AppError, type ErrorSpec, MFA_SETUP_REQUIRED, PASSWORD_CHANGE_REQUIRED } from "@/lib/errors";
import { findWireUser, wholeUser, type WholeUser } from "@/lib/features/account/user-wire";
import { enter } from "@/lib/features/auth/enter";
import { ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, EMAIL_TAKEN, USERNAME_TAKEN } from "@/lib/features/auth/errors";
import { findPersonAtDoor } from "@/lib/features/auth/person-at-door";
import { messageFields, say, tokenFields } from "@/lib/features/auth/schema";
import type { RoleWithGrants } from "@/lib/features/organizations/members";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter } from "@/lib/hooks/run-hooks";
import { defineOperation, type Seal, writesAudit } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { activateOrganization } from "@/lib/session/active-organization";
import { dueOf } from "@/lib/session/due";
import { claimToken, releaseToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";
import { type Viewer, viewerOf } from "@/lib/session/viewer";
import { acceptInput, type Acceptance, askHooks, newcomerOf } from "../acceptance";
import { type Admission, admitInvited, type InvitedPerson } from "../admit-invited";
import { ALREADY_JOINED, INVITATION_CANCELLED, INVITATION_EXPIRED, INVITATION_UNKNOWN, INVITATION_USED, OTHER_ACCOUNT, SIGN_IN_TO_ACCEPT, UNKNOWN_LINKS } from "../errors";
import { explainUnknown, findLinked, type LinkedInvitation, nextStep, REFUSALS, stateOf } from "../invitation-link";

interface Prepared {
  invitation: LinkedInvitation;
  tokenId: string;
  viewer: Viewer | null;
  created: InvitedPerson | null;
}

/** Why an open one cannot be accepted by whoever asks. */
const STOPS: Partial<Record<ReturnType<typeof nextStep>, ErrorSpec>> = { sign_in: SIGN_IN_TO_ACCEPT, switch: OTHER_ACCOUNT, member: ALREADY_JOINED };

function refusalOf(found: LinkedInvitation | null, viewer: Viewer | null): ErrorSpec | undefined {
  const state = stateOf(found);
  if (!found || state !== "open") return REFUSALS[state === "open" ? "unknown" : state];
  // An address that is still to be proved is proved by this.
  const due = viewer && dueOf(viewer, ["verified_address"]);
  return due ? due.error : STOPS[nextStep(found, viewer)];
}

/** With the organization that was asked into, where the link names one. */
async function recordRefusal({ code, reason }: { code: string; reason?: string }, found: LinkedInvitation | null, viewer: Viewer | null, seal: Seal): Promise<void> {
  const about = found ? { organizationId: found.organizationId, resource: { type: "invitation", id: found.id }, identifier: found.email } : { metadata: { reason } };
  const actor = { actorId: viewer?.userId ?? null, targetUserId: viewer?.userId ?? null, sessionId: viewer?.sessionId ?? null };
  await recordEvent(seal({ action: "invitation.accepted", success: false, errorCode: code, ...actor, ...about }));
}

async function refuse(error: ErrorSpec, found: LinkedInvitation, viewer: Viewer | null, seal: Seal): Promise<never> {
  await recordRefusal(error, found, viewer, seal);
  throw new AppError(error);
}

async function refuseUnknown(token: string, viewer: Viewer | null, seal: Seal): Promise<never> {
  const reason = await explainUnknown(token);
  await recordRefusal({ code: INVITATION_UNKNOWN.code, reason }, null, viewer, seal);
  throw new AppError(INVITATION_UNKNOWN, { message: UNKNOWN_LINKS[reason], details: { reason }, reason });
}

/** The claim is taken back by whatever ends the try before it has changed anything. */
async function prepareClaimed(ctx: RequestContext, input: Acceptance, claimed: { id: string; invitation: LinkedInvitation; viewer: Viewer | null }): Promise<Prepared> {
  const { id: tokenId, invitation, viewer } = claimed;
  try {
    const created = viewer ? null : await newcomerOf(ctx, input, invitation.email);
    await askHooks(ctx, invitation, viewer?.userId ?? created?.id ?? "");
    return { invitation, tokenId, viewer, created };
  } catch (error) {
    await releaseToken(tokenId);
    throw error;
  }
}

/** All of it, or none: then the link may be used again at once, such as with another username. */
async function admitOrRelease(admission: Admission, viewer: Viewer | null): Promise<RoleWithGrants[]> {
  try {
    return await inTransaction((tx) => admitInvited(tx, admission));
  } catch (error) {
    await releaseToken(admission.tokenId);
    if (error instanceof AppError) await recordRefusal(error, admission.invitation, viewer, admission.seal);
    throw error;
  }
}

/** Into a first session, or on in the one that there is, with the organization active. */
async function goIn(ctx: RequestContext, { invitation, viewer }: Prepared, { userId, rememberMe, seal }: { userId: string; rememberMe: boolean; seal: Seal }): Promise<WholeUser> {
  const { organizationId, email } = invitation;
  if (viewer) {
    await activateOrganization(ctx, { organizationId, userId, sessionId: viewer.sessionId });
    return wholeUser.parse(await findWireUser(userId, { organizationId }));
  }
  const person = await findPersonAtDoor(userId, ctx.credentials.deviceCookie);
  if (!person) throw new Error("the account that was just made is not there");
  return enter(ctx, { person, amr: ["email"], provider: "invitation", rememberMe, identifier: email }, seal);
}

/**
 * Joins with the account that is signed in, or makes one and signs in to it: the link was mailed to the address, so whoever has it
 * has proved that it is theirs. An account that exists is never entered by the link alone.
 */
export const acceptInvitation = defineOperation({
  name: "invitation.accept",
  kind: "statement",
  http: { method: "POST", path: "/api/auth/invitations/accept" },
  summary: "Accept an invitation: join with the account that is signed in, or create one and sign in to it",
  access: anyone(),
  limit: limits.mailedLink,
  input: acceptInput,
  output: z.object({ ...messageFields, organization_id: z.uuid(), user: wholeUser, ...tokenFields }),
  errors: {
    INVITATION_UNKNOWN, INVITATION_EXPIRED, INVITATION_USED, INVITATION_CANCELLED, SIGN_IN_TO_ACCEPT, OTHER_ACCOUNT, ALREADY_JOINED,
    EMAIL_TAKEN, USERNAME_TAKEN, PASSWORD_CHANGE_REQUIRED, MFA_SETUP_REQUIRED, ACCOUNT_DELETION_PENDING, ACCOUNT_DISABLED, EMAIL_NOT_VERIFIED, HOOK_REFUSED,
  },
  audit: writesAudit("invitation.accepted", "user.signup", "user.login", "user.login_failed", "session.revoked"),

  async prepare({ ctx, input, seal }): Promise<Prepared> {
    const viewer = await viewerOf(ctx);
    const invitation = await findLinked(input.token);
    if (!invitation) return refuseUnknown(input.token, viewer, seal);
    const refusal = refusalOf(invitation, viewer);
    if (refusal) return refuse(refusal, invitation, viewer, seal);
    const claimed = await claimToken("invitation", input.token);
    if (!claimed) return refuse(refusalOf(await findLinked(input.token), viewer) ?? INVITATION_USED, invitation, viewer, seal);
    return prepareClaimed(ctx, input, { id: claimed.id, invitation, viewer });
  },

  async run({ ctx, input, prepared, seal }) {
    const { invitation, tokenId, viewer, created } = prepared;
    const { organizationId, organizationName } = invitation;
    const userId = viewer?.userId ?? created?.id ?? "";
    const admission = { tokenId, invitation, userId, created, seal, sessionId: viewer?.sessionId ?? null };
    const roles = await admitOrRelease(admission, viewer);
    const user = await goIn(ctx, prepared, { userId, rememberMe: input.remember_me ?? true, seal });
    if (created) runAfter("afterSignup", { user }, ctx);
    for (const { id: roleId } of roles) runAfter("afterRoleAssign", { userId, roleId, organizationId, actorId: invitation.inviterId }, ctx);
    return { ...say(`You are a member of ${organizationName} now.`), organization_id: organizationId, user };
  },
});
