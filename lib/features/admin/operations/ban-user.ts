import { z } from "zod";
import { isLastAdministrator } from "@/lib/access/last-administrator";
import { can, scopeOf } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { invalidFields } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { endSessions } from "@/lib/session/end-sessions";
import { placeBan } from "../ban-person";
import { CANNOT_BAN_SELF, LAST_ADMIN, OUT_OF_REACH } from "../errors";
import { assertWithinReach, trailOf } from "../guard-target";
import { messageOutput, sayOf, userIdParams } from "../schema";
import { findTarget } from "../target";

const MINUTE_MS = 60_000;
/** Ten years; longer is for good. */
const MINUTES_MAX = 5_256_000;

const ENDS = ["duration_minutes", "duration_hours", "expires_at"] as const;

/** What a ban is given, of one person or of many at once. */
export const banFields = {
  reason: z.string().trim().max(500).nullish(),
  duration_minutes: z.number().positive().max(MINUTES_MAX).nullish(),
  duration_hours: z.number().positive().max(MINUTES_MAX / 60).nullish(),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
};

const input = z
  .strictObject(banFields)
  .refine((given) => ENDS.filter((name) => given[name] !== null && given[name] !== undefined).length < 2, {
    error: "Give one of duration_minutes, duration_hours and expires_at.",
    path: ["expires_at"],
  });

/** null: until somebody lifts it. @throws AppError 422 for an end that lies in the past. */
function endOfBan({ duration_minutes: minutes, duration_hours: hours, expires_at: at }: z.output<typeof input>): Date | null {
  const length = minutes ?? (hours ? hours * 60 : null);
  if (length) return new Date(now().getTime() + length * MINUTE_MS);
  if (!at) return null;
  const end = new Date(at);
  if (end <= now()) throw invalidFields({ expires_at: ["This lies in the past."] });
  return end;
}

const output = z.object({
  ...messageOutput,
  sessions_revoked: z.number().int(),
  reason: z.string().nullable(),
  ban_expires_at: z.string().nullable(),
  unchanged: z.literal(true).optional().meta({ description: "Was banned before" }),
});

export const banUser = defineOperation({
  name: "user.ban",
  kind: "mutation",
  http: { method: "POST", path: "/api/admin/users/{id}/ban" },
  summary: "Ban somebody and end their sessions",
  access: can("users.ban"),
  limit: limits.adminWrite,
  params: userIdParams,
  input,
  output,
  errors: { CANNOT_BAN_SELF, LAST_ADMIN, OUT_OF_REACH },
  scope: ({ viewer, params }) => findTarget(scopeOf(viewer, "users.ban"), params.id),
  audit: {
    actions: ["user.banned"],
    describe: ({ output: { reason, sessions_revoked, ban_expires_at, unchanged }, resource, viewer }) => ({
      targetUserId: resource.id,
      resource: { type: "user", id: resource.id },
      organizationId: trailOf(viewer, resource),
      metadata: { reason, sessions_revoked, expires_at: ban_expires_at, ...(unchanged ? { unchanged } : {}) },
    }),
  },
  prepare: async ({ input: given }) => ({ expiresAt: endOfBan(given) }),

  async run({ viewer, resource, input: given, prepared: { expiresAt }, tx, fail }) {
    const { id } = resource;
    if (id === viewer.userId) return fail(CANNOT_BAN_SELF);
    await assertWithinReach(tx, viewer, "users.ban", resource);
    if (await isLastAdministrator(tx, id)) return fail(LAST_ADMIN);
    const ban = await placeBan(tx, id, { reason: given.reason || null, expiresAt });
    const standing = { reason: ban.reason, ban_expires_at: ban.expiresAt?.toISOString() ?? null };
    const revoked = await endSessions(tx, { userId: id, reason: "user_banned" });
    if (!ban.isNew) return { ...sayOf(id, "This person was banned already."), ...standing, sessions_revoked: revoked, unchanged: true as const };
    return { ...sayOf(id, "The person was banned."), ...standing, sessions_revoked: revoked };
  },
});
