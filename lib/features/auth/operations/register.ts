import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { queueMail } from "@/lib/email/queue-mail";
import { invalidFields, RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import { findWireUser, wholeUser } from "@/lib/features/account/user-wire";
import { queueDelivery } from "@/lib/hooks/queue-delivery";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { registers, runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { registrationShape, splitValues, userFields } from "@/lib/hooks/user-fields";
import { newId } from "@/lib/ids";
import { defineOperation, writesAudit } from "@/lib/operation";
import { outboxRow } from "@/lib/outbox/outbox";
import { countByAddress } from "@/lib/rate-limit/count";
import { rules } from "@/lib/rate-limit/limits";
import { makeAccessToken } from "@/lib/session/access-token";
import { knownDevice } from "@/lib/session/known-device";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import { newSession } from "@/lib/session/session-store";
import { EMAIL_TAKEN, USERNAME_TAKEN } from "../errors";
import { generateUsername } from "../generate-username";
import { findHome, register, rolesOf, whatIsTaken } from "../registration";
import { endReplacedSession } from "../replaced-session";
import { messageFields, registerInput, say, tokenFields } from "../schema";

const NAME_MAX = 50;

/** null for nothing; a long name ends before the character that no longer fits, never inside one. */
const cut = (name: string | undefined): string | null => name?.slice(0, NAME_MAX).replace(/[\ud800-\udbff]$/, "") || null;

/** "Grace Hopper" from clients that know one field; the last word is the family name. */
const input = registerInput.extend(registrationShape(userFields));

function namesOf(input: z.output<typeof registerInput>): { first: string | null; last: string | null } {
  if (input.first_name || input.last_name || !input.full_name)
    return { first: input.first_name ?? null, last: input.last_name ?? null };
  const words = input.full_name.split(/\s+/);
  const last = words.length > 1 ? words.pop() : undefined;
  return { first: cut(words.join(" ")), last: cut(last) };
}

/** Ours, or what the product sends in its stead. */
const welcome = (user: { id: string; email: string; username: string }) =>
  registers("sendWelcomeEmail")
    ? queueDelivery("sendWelcomeEmail", { user }, `welcome:${user.id}`)
    : queueMail("welcome", user.email, { username: user.username }, `welcome:${user.id}`);

export const registerAccount = defineOperation({
  name: "auth.register",
  kind: "statement",
  http: [
    { method: "POST", path: "/api/auth/register" },
    { method: "POST", path: "/api/auth/signup" },
  ],
  summary: "Create an account and sign in to it",
  access: anyone(),
  input,
  output: z.object({ ...messageFields, user: wholeUser, ...tokenFields }),
  status: 201,
  errors: { EMAIL_TAKEN, USERNAME_TAKEN, RATE_LIMIT_EXCEEDED, HOOK_REFUSED },
  audit: writesAudit("user.signup", "session.revoked"),

  /** Counted when the form is right: somebody who mistypes it three times is not kept out for an hour. */
  async prepare({ ctx, input }) {
    const { first: firstName, last: lastName } = namesOf(input);
    const problems = await passwordProblems(input.password, { email: input.email, username: input.username, firstName, lastName });
    if (problems.length > 0) throw invalidFields({ password: problems });
    await countByAddress(ctx, rules.register);
    const { email, password, username = null } = input;
    await runBefore("beforeSignup", { email, username, firstName, lastName, password, fields: splitValues(userFields, input).custom }, ctx);
    return { passwordHash: await hashPassword(password), firstName, lastName };
  },

  async run({ ctx, input, prepared, seal, fail }) {
    const id = newId();
    const username = input.username ?? generateUsername(input.email);
    const rememberMe = input.remember_me ?? true;
    const session = newSession(ctx, { amr: ["pwd"], rememberMe });
    const organizationId = await findHome();
    const device = knownDevice(ctx);
    const person = {
      id,
      email: input.email,
      username,
      password_hash: prepared.passwordHash,
      first_name: prepared.firstName,
      last_name: prepared.lastName,
      phone_number: input.phone_number ?? null,
      custom_fields: splitValues(userFields, input).custom,
      organization_id: organizationId,
      role_assignment_id: newId(),
    };
    const begun = await register({
      person,
      session,
      device,
      audit: seal({ action: "user.signup", actorId: id, targetUserId: id, organizationId, sessionId: session.sessionId, metadata: { provider: "local" } }),
      welcome: outboxRow(welcome({ id, email: input.email, username })),
    });
    if (!begun) {
      const taken = await whatIsTaken(input.email, username);
      const field = taken.email ? "email" : "username";
      const error = taken.email ? EMAIL_TAKEN : USERNAME_TAKEN;
      return fail(error, { details: { fields: { [field]: [error.message] } } });
    }
    await endReplacedSession(ctx, begun, seal);
    ctx.effects.deviceToken = device?.token;
    ctx.effects.session = {
      accessToken: await makeAccessToken({ ...begun, roles: await rolesOf(begun.userId, begun.organizationId) }),
      refreshToken: session.refreshToken,
      sessionId: begun.sessionId,
      expiresAt: begun.expiresAt,
      rememberMe,
    };
    const user = wholeUser.parse(await findWireUser(begun.userId, { organizationId: begun.organizationId }));
    runAfter("afterSignup", { user }, ctx);
    return { ...say("User registered successfully."), user };
  },
});
