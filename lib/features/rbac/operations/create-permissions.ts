import { z } from "zod";
import { can } from "@/lib/access/policy";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { PLATFORM_ONLY } from "../errors";
import { assertOnPlatform, oneAfterTheOther } from "../guard-role";
import { insertPermissions } from "../insert-permissions";
import { readBulkEntries } from "../read-bulk-entries";
import { BULK_BYTES_MAX, ENTRIES_MAX, wirePermission } from "../schema";

/** A row of the trail, and an answer's list of what was skipped, name this many. */
const NAMED_MAX = 200;

export const createPermissions = defineOperation({
  name: "permission.create-many",
  kind: "mutation",
  http: { method: "POST", path: "/api/rbac/permissions/bulk" },
  summary: "Make many permissions; what exists, is blank or not valid is skipped",
  access: can("permissions.create"),
  limit: limits.adminWrite,
  bodyBytesMax: BULK_BYTES_MAX,
  input: z.strictObject({
    permissions: z.array(z.unknown()).min(1).max(ENTRIES_MAX).meta({ description: "Names, or objects as for one permission" }),
  }),
  output: z.object({
    ...messageFields,
    created: z.number().int(),
    skipped: z.number().int(),
    permissions: z.array(wirePermission).meta({ description: "Those that are new" }),
    skipped_entries: z.array(z.object({ index: z.number().int(), name: z.string().nullable(), reason: z.string() })).meta({ description: "The first 200" }),
  }),
  status: 201,
  errors: { PLATFORM_ONLY },
  audit: {
    actions: ["rbac.permissions_created"],
    describe: ({ output: { created, skipped, permissions } }) => ({
      resource: { type: "permission", id: null },
      metadata: { created, skipped, permissions: permissions.slice(0, NAMED_MAX).map(({ name }) => name) },
    }),
  },

  async run({ viewer, input, tx }) {
    assertOnPlatform(viewer, "permissions.create");
    const { entries, skipped } = readBulkEntries(input.permissions);
    return oneAfterTheOther(tx, async () => {
      const permissions = await insertPermissions(tx, entries);
      const made = new Set(permissions.map(({ name }) => name));
      const existing = entries.filter(({ name }) => !made.has(name)).map(({ index, name }) => ({ index, name, reason: "There is one with this name." }));
      const all = [...skipped, ...existing].sort((a, b) => a.index - b.index);
      const message = `${permissions.length} permissions were created, ${all.length} were skipped.`;
      return { ...say(message), created: permissions.length, skipped: all.length, permissions, skipped_entries: all.slice(0, NAMED_MAX) };
    });
  },
});
