import { canAny } from "@/lib/access/policy";
import { LAST_ADMIN } from "@/lib/features/admin/errors";
import { messageFields, say } from "@/lib/features/auth/schema";
import { defineOperation } from "@/lib/operation";
import { limits } from "@/lib/rate-limit/limits";
import { applyImport } from "../apply-import";
import { IMPORT_REFUSED, PLATFORM_ONLY } from "../errors";
import { assertOnPlatform, oneAfterTheOther, readRoles } from "../guard-role";
import { planImport, type Standing } from "../import-plan";
import { reportOf } from "../import-report";
import { importInput, importQuery, importReport } from "../import-schema";
import { listPermissions } from "../repo";
import { BULK_BYTES_MAX } from "../schema";

/** How many reasons a refusal lists. */
const REASONS_MAX = 100;

const byName = <T extends { name: string }>(entries: readonly T[]): Map<string, T> => new Map(entries.map((entry) => [entry.name, entry]));

export const importRbac = defineOperation({
  name: "rbac.import",
  kind: "mutation",
  http: { method: "POST", path: "/api/rbac/import" },
  summary: "Create and change roles and permissions from a file: all of it or nothing; ?dry_run=true says what would happen",
  access: canAny("rbac.import", "rbac.admin"),
  stepUp: true,
  limit: limits.adminWrite,
  bodyBytesMax: BULK_BYTES_MAX,
  query: importQuery,
  input: importInput,
  output: importReport.extend(messageFields),
  errors: { PLATFORM_ONLY, IMPORT_REFUSED, LAST_ADMIN },
  audit: {
    actions: ["rbac.imported", "rbac.import_previewed"],
    describe: ({ output: { dry_run, message: _message, msg: _msg, success: _success, refused, ...report } }) => ({
      action: dry_run ? "rbac.import_previewed" : "rbac.imported",
      metadata: { ...report, refused: refused.length },
    }),
  },

  async run({ viewer, query: { dry_run: isDry }, input: file, tx, fail }) {
    assertOnPlatform(viewer, "rbac.import");
    return oneAfterTheOther(tx, async () => {
      const standing: Standing = {
        permissions: byName(await listPermissions({}, tx)),
        roles: byName(await readRoles(tx, viewer)),
        held: viewer.platformPermissions,
      };
      const plan = planImport(file, standing);
      const report = reportOf(plan);
      if (isDry) return { ...say("Nothing was written: this is what would happen."), dry_run: true, ...report };
      if (plan.refused.length > 0) return fail(IMPORT_REFUSED, { details: { refused: plan.refused.slice(0, REASONS_MAX), total: plan.refused.length } });
      await applyImport(tx, plan, standing);
      return { ...say("The file was imported."), dry_run: false, ...report };
    });
  },
});
