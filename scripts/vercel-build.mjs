/**
 * `npm run vercel-build`: generates the client, migrates, and builds as Vercel packs it. Migrations run before the build
 * and under an advisory lock, so that two deployments at once do no harm; a failed one keeps the old deployment.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { repositoryRoot } from "./launch/settings.mjs";
import { enableTypeScript } from "./launch/typescript.mjs";

const require = createRequire(import.meta.url);

/** The names under which Neon, Supabase and Vercel's own stores give the address beside the pooler: locks need a session. */
const DIRECT = ["DIRECT_DATABASE_URL", "DATABASE_URL_UNPOOLED", "POSTGRES_URL_NON_POOLING"];

function run(args, env) {
  const { status } = spawnSync(process.execPath, args, { cwd: repositoryRoot, stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

async function migrate() {
  // A preview usually has production's address, and must not bring its branch's migrations there.
  if (process.env.VERCEL_ENV === "preview" && process.env.GATEHOUSE_MIGRATE_PREVIEW !== "1") {
    console.warn("A preview: built without migrating. Set GATEHOUSE_MIGRATE_PREVIEW=1 where previews have a database of their own.");
    return;
  }
  const url = DIRECT.map((name) => process.env[name]).find(Boolean) ?? process.env.DATABASE_URL;
  if (!url) {
    console.warn("No DATABASE_URL here: built without migrating. Set it for this environment, or run npm run db:migrate yourself.");
    return;
  }
  enableTypeScript();
  const { migrateDatabase } = await import("./database/migrate-database.ts");
  const applied = await migrateDatabase(url);
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
}

run(["scripts/generate.mjs"], {});
try {
  await migrate();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
const next = path.join(path.dirname(require.resolve("next/package.json")), "dist/bin/next");
run([next, "build"], { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
// The schema engine leaves a timer of ten seconds behind.
process.exit(0);
