import { z } from "zod";
import { lockAccount } from "@/lib/access/lock-account";
import { signedIn } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { invalidFields, NOT_FOUND } from "@/lib/errors";
import { isReservedUsername, USERNAME_RESERVED } from "@/lib/features/auth/schema";
import { HOOK_REFUSED } from "@/lib/hooks/refuse";
import { runAfter, runBefore } from "@/lib/hooks/run-hooks";
import { inputShape, splitValues, userFields } from "@/lib/hooks/user-fields";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { writeCustomFields } from "../custom-fields";
import { USERNAME_TAKEN } from "../errors";
import { isUniqueViolation, updateProfile as writeProfile } from "../repo";
import { updateProfileInput } from "../schema";
import { findWireUser, wholeUser } from "../user-wire";

const input = updateProfileInput.extend(inputShape(userFields, "owner"));

interface Trace {
  changes: Record<string, { from: unknown; to: unknown }>;
}

/** What became different among the fields that were sent. */
function changesOf(before: Record<string, unknown>, after: Record<string, unknown>, fields: string[]): Trace["changes"] {
  const different = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(different.map((field) => [field, { from: before[field], to: after[field] }]));
}

export const updateProfile = defineOperation({
  name: "account.update",
  kind: "mutation",
  http: [
    { method: "PUT", path: "/api/auth/user/@me" },
    { method: "POST", path: "/api/auth/update_user" },
  ],
  summary: "Change one's own profile",
  access: signedIn(),
  limit: limits.ownWrite,
  input,
  output: z.object({ message: z.string(), user: wholeUser }),
  errors: { USERNAME_TAKEN, HOOK_REFUSED },

  /** Filled in by `run`, which reads under its lock what the audit row tells. */
  scope: async (): Promise<Trace> => ({ changes: {} }),
  audit: {
    actions: ["user.profile_update"],
    describe: ({ resource, viewer }) => ({
      targetUserId: viewer?.userId,
      changes: resource.changes,
      metadata: { fields: Object.keys(resource.changes) },
    }),
  },

  async prepare({ ctx, input, viewer }) {
    if (input.email !== undefined && input.email !== viewer.email.toLowerCase())
      throw invalidFields({ email: ["An address is changed with POST /api/auth/change-email."] });
    // Whoever was given such a name keeps it.
    if (input.username && input.username.toLowerCase() !== viewer.username.toLowerCase() && isReservedUsername(input.username))
      throw invalidFields({ username: [USERNAME_RESERVED] });
    const { email: _email, password: _password, ...changes } = input;
    await runBefore("beforeUserUpdate", { userId: viewer.userId, actorId: viewer.userId, changes }, ctx);
  },

  async run({ input: { email: _email, password: _password, ...sent }, viewer, resource, tx, fail }) {
    const { custom, rest: change } = splitValues(userFields, sent);
    const read = async () => (await findWireUser(viewer.userId, { organizationId: viewer.organizationId, tx })) ?? fail(NOT_FOUND);
    await lockAccount(tx, viewer.userId);
    const before = await read();
    try {
      await writeProfile(tx, viewer.userId, change, now());
      if (Object.keys(custom).length > 0) await writeCustomFields(tx, viewer.userId, custom);
    } catch (error) {
      if (isUniqueViolation(error)) return fail(USERNAME_TAKEN, { details: { fields: { username: [USERNAME_TAKEN.message] } } });
      throw error;
    }
    const user = await read();
    resource.changes = changesOf(before, user, Object.keys(sent));
    return { message: "Your profile was saved.", user };
  },

  after: ({ ctx, viewer, output }) => runAfter("afterUserUpdate", { user: output.user, actorId: viewer.userId }, ctx),
});
