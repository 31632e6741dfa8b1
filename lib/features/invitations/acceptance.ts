/** What is sent to accept an invitation, and what becomes of it before anything is written. */
import { z } from "zod";
import { prisma } from "@/lib/db";
import { invalidFields } from "@/lib/errors";
import { generateUsername } from "@/lib/features/auth/generate-username";
import { passwordField, registerInput } from "@/lib/features/auth/schema";
import { registers, runBefore } from "@/lib/hooks/run-hooks";
import { registrationShape, splitValues, userFields } from "@/lib/hooks/user-fields";
import { newId } from "@/lib/ids";
import { hashPassword } from "@/lib/session/password";
import { passwordProblems } from "@/lib/session/password-policy";
import type { RequestContext } from "@/lib/session/request-context";
import { parseInput } from "@/lib/validation";
import type { InvitedPerson } from "./admit-invited";
import { rolesToGive } from "./given-roles";
import type { LinkedInvitation } from "./invitation-link";
import { linkTokenField } from "./schema";

/** The product's own fields of registration, demanded of a new account alone. */
const ownFields = z.object(registrationShape(userFields));

const { username, first_name, last_name, remember_me } = registerInput.shape;

export const acceptInput = z.strictObject({
  token: linkTokenField,
  password: passwordField.optional().meta({ description: "Of the account that is to be made" }),
  username,
  first_name,
  last_name,
  remember_me,
  ...ownFields.partial().shape,
});
export type Acceptance = z.output<typeof acceptInput>;

/**
 * The account to be made, with its password hashed. Not under the rule of registrations: a link makes one account at most, and a whole
 * office may be invited from one address.
 * @throws AppError 422, or what a hook refuses
 */
export async function newcomerOf(ctx: RequestContext, input: Acceptance, email: string): Promise<InvitedPerson> {
  const { password, username: wanted, first_name: firstName = null, last_name: lastName = null } = input;
  if (!password) throw invalidFields({ password: ["This is required."] });
  const { custom } = splitValues(userFields, parseInput(ownFields, splitValues(userFields, input).custom, "body"));
  const problems = await passwordProblems(password, { email, username: wanted, firstName, lastName });
  if (problems.length > 0) throw invalidFields({ password: problems });
  await runBefore("beforeSignup", { email, username: wanted ?? null, firstName, lastName, password, fields: custom }, ctx);
  return { id: newId(), username: wanted ?? generateUsername(email), passwordHash: await hashPassword(password), firstName, lastName, custom };
}

/** The hooks are told of the roles that will be given. @throws AppError HOOK_REFUSED */
export async function askHooks(ctx: RequestContext, invitation: LinkedInvitation, userId: string): Promise<void> {
  if (!registers("beforeRoleAssign")) return;
  const { organizationId, inviterId: actorId } = invitation;
  for (const { id: roleId } of await rolesToGive(prisma, invitation)) await runBefore("beforeRoleAssign", { userId, roleId, organizationId, actorId }, ctx);
}
