import { z } from "zod";
import { can } from "@/lib/access/policy";
import { prisma } from "@/lib/db";
import { AppError, invalidFields, REAUTH_REQUIRED } from "@/lib/errors";
import { generateUsername } from "@/lib/features/auth/generate-username";
import { emailField, nameField, passwordField, usernameField } from "@/lib/features/auth/schema";
import { sendSetPasswordLink } from "@/lib/features/recovery/reset-link";
import { sendVerification } from "@/lib/features/verification/verification-mail";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { registers, runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { assertNoneOf, inputShape, splitValues, userFields } from "@/lib/hooks/user-fields";
import { newId } from "@/lib/ids";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import { assertRecentSignIn } from "@/lib/session/step-up";
import { createPerson, isEmailTaken } from "../create-person";
import { EMAIL_TAKEN, GRANT_OUT_OF_REACH, USERNAME_TAKEN } from "../errors";
import { mayVouch } from "../may-vouch";
import { findPerson } from "../repo";
import { giveFurtherRoles, rolesOfNew } from "../roles-of-new";
import { messageOutput, phoneField, sayOf } from "../schema";
import { toDetail, wholeDetail } from "../user-wire";

/** Nobody begins with more. */
const ROLES_MAX = 20;

const base = z.strictObject({
  email: emailField,
  password: passwordField.nullish().meta({ description: "Its owner must change it at the first sign-in. Without one they are sent a link with which they choose it" }),
  username: usernameField.nullish(),
  first_name: nameField.nullish(),
  last_name: nameField.nullish(),
  phone_number: phoneField.nullish(),
  role_id: z.uuid().nullish(),
  role: z.string().trim().min(1).max(100).nullish(),
  roles: z.array(z.string().trim().min(1).max(100)).min(1).max(ROLES_MAX).nullish().meta({ description: "Names, instead of role and role_id; the first is the primary role" }),
  is_verified: z.boolean().default(true).meta({ description: "false: they get a mail that has them confirm the address" }),
  send_invite: z.literal(false, { error: "Invitations by mail are not offered. Send false, or leave it out." }).default(false),
});

assertNoneOf(base.shape);

const input = base.extend(inputShape(userFields, "admin"));

function noneIfRefused(error: unknown): [] {
  if (error instanceof AppError) return [];
  throw error;
}

export const createUser = defineOperation({
  name: "user.create",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users" },
  summary: "Create an account for somebody, in the active organization",
  access: can("users.create"),
  limit: limits.adminWrite,
  input,
  output: z.object({ ...messageOutput, user: wholeDetail }),
  status: 201,
  errors: { EMAIL_TAKEN, USERNAME_TAKEN, GRANT_OUT_OF_REACH, HOOK_REFUSED, REAUTH_REQUIRED },
  audit: {
    actions: ["user.admin_created"],
    describe: ({ output: { user } }) => ({
      targetUserId: user.id,
      resource: { type: "user", id: user.id },
      identifier: user.email,
      metadata: { role_id: user.role_id, role: user.role_name, ...(user.roles.length > 1 ? { roles: user.roles } : {}) },
    }),
  },

  /** Giving a role is giving it, also with the account. One that may not be given, or that there is not, is refused by `run`, and recorded; the hook is told of those that will be. */
  async prepare({ ctx, viewer, input: given }) {
    if (given.role_id || given.role || given.roles) await assertRecentSignIn(viewer);
    const { password, email, username, first_name: firstName, last_name: lastName } = given;
    const id = newId();
    const problems = password ? await passwordProblems(password, { email, username, firstName, lastName }) : [];
    if (problems.length > 0) throw invalidFields({ password: problems });
    const roles = registers("beforeRoleAssign") ? await rolesOfNew(prisma, viewer, given).catch(noneIfRefused) : [];
    for (const { id: roleId, organizationId } of roles) await runBefore("beforeRoleAssign", { userId: id, roleId, organizationId, actorId: viewer.userId }, ctx);
    return { id, passwordHash: password ? await hashPassword(password) : null };
  },

  async run({ viewer, input: given, prepared, tx, fail }) {
    const [role, ...further] = await rolesOfNew(tx, viewer, given);
    const { id, passwordHash } = prepared;
    const username = given.username ?? generateUsername(given.email);
    const isVerified = given.is_verified && mayVouch(viewer, "users.create");
    const isNew = await createPerson(tx, {
      id,
      email: given.email,
      username,
      passwordHash,
      firstName: given.first_name || null,
      lastName: given.last_name || null,
      phoneNumber: given.phone_number ?? null,
      isVerified,
      customFields: splitValues(userFields, given).custom,
      organizationId: viewer.organizationId,
      role,
      grantedById: viewer.userId,
    });
    if (!isNew) return (await isEmailTaken(tx, given.email)) ? fail(EMAIL_TAKEN) : fail(USERNAME_TAKEN);
    await giveFurtherRoles(tx, viewer, id, further);
    // Whoever chooses a password by a mail proves the address with it.
    if (!passwordHash) await sendSetPasswordLink(tx, { id, email: given.email, username });
    else if (!isVerified) await sendVerification(tx, { id, email: given.email, username });
    const created = await findPerson({ kind: "platform" }, id, tx);
    if (!created) throw new Error("the account that was just made is not there");
    return { ...sayOf(id, "The account was created."), user: toDetail(created) };
  },

  after: ({ ctx, viewer, output: { user } }) => {
    for (const { id: roleId, organization_id: organizationId } of user.held_roles) runAfter("afterRoleAssign", { userId: user.id, roleId, organizationId, actorId: viewer.userId }, ctx);
  },
});
