import { z } from "zod";
import { can } from "@/lib/access/policy";
import { invalidFields } from "@/lib/errors";
import { generateUsername } from "@/lib/features/auth/generate-username";
import { emailField, nameField, passwordField, usernameField } from "@/lib/features/auth/schema";
import { newId } from "@/lib/ids";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import { createPerson, isEmailTaken } from "../create-person";
import { EMAIL_TAKEN, GRANT_OUT_OF_REACH, USERNAME_TAKEN } from "../errors";
import { findPerson } from "../repo";
import { giveFurtherRoles, rolesOfNew } from "../roles-of-new";
import { messageOutput, phoneField, sayOf } from "../schema";
import { toDetail, wholeDetail } from "../user-wire";

/** Nobody begins with more. */
const ROLES_MAX = 20;

const input = z.strictObject({
  email: emailField,
  password: passwordField.nullish().meta({ description: "Its owner must change it at the first sign-in" }),
  username: usernameField.nullish(),
  first_name: nameField.nullish(),
  last_name: nameField.nullish(),
  phone_number: phoneField.nullish(),
  role_id: z.uuid().nullish(),
  role: z.string().trim().min(1).max(100).nullish(),
  roles: z.array(z.string().trim().min(1).max(100)).min(1).max(ROLES_MAX).nullish().meta({ description: "Names, instead of role and role_id; the first is the primary role" }),
  is_verified: z.boolean().default(true),
  send_invite: z.literal(false, { error: "Invitations by mail are not offered. Send false, or leave it out." }).default(false),
});

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
  errors: { EMAIL_TAKEN, USERNAME_TAKEN, GRANT_OUT_OF_REACH },
  audit: {
    actions: ["user.admin_created"],
    describe: ({ output: { user } }) => ({
      targetUserId: user.id,
      resource: { type: "user", id: user.id },
      identifier: user.email,
      metadata: { role_id: user.role_id, role: user.role_name, ...(user.roles.length > 1 ? { roles: user.roles } : {}) },
    }),
  },

  async prepare({ input: { password, email, username, first_name: firstName, last_name: lastName } }) {
    if (password === null || password === undefined) return { passwordHash: null };
    const problems = await passwordProblems(password, { email, username, firstName, lastName });
    if (problems.length > 0) throw invalidFields({ password: problems });
    return { passwordHash: await hashPassword(password) };
  },

  async run({ viewer, input: given, prepared, tx, fail }) {
    const [role, ...further] = await rolesOfNew(tx, viewer, given);
    const id = newId();
    const isNew = await createPerson(tx, {
      id,
      email: given.email,
      username: given.username ?? generateUsername(given.email),
      passwordHash: prepared.passwordHash,
      firstName: given.first_name || null,
      lastName: given.last_name || null,
      phoneNumber: given.phone_number ?? null,
      isVerified: given.is_verified,
      organizationId: viewer.organizationId,
      role,
      grantedById: viewer.userId,
    });
    if (!isNew) return (await isEmailTaken(tx, given.email)) ? fail(EMAIL_TAKEN) : fail(USERNAME_TAKEN);
    await giveFurtherRoles(tx, viewer, id, further);
    const created = await findPerson({ kind: "platform" }, id, tx);
    if (!created) throw new Error("the account that was just made is not there");
    return { ...sayOf(id, "The account was created."), user: toDetail(created) };
  },
});
