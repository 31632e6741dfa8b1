/**
 * Prisma's own schema engine, as WebAssembly from the package registry. The Prisma CLI would download a native
 * one from a second host, which fails behind many proxies; this one writes the same `_prisma_migrations` table.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import type * as EngineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { env } from "@/lib/env";

const require = createRequire(import.meta.url);
export const repositoryRoot = path.resolve(import.meta.dirname, "../..");
export const migrationsDirectory = path.join(repositoryRoot, "prisma/migrations");

export type SchemaEngine = EngineModule.SchemaEngine;
export const noFilter = { externalTables: [], externalEnums: [] };

/**
 * Sends a migration as one query, so that PostgreSQL runs it whole or not at all. The adapter itself would cut it at
 * every semicolon, also inside function bodies.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    readCharColumns(adapter);
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        // Private in the types; it turns the driver's error into the one that the engine reports.
        (adapter as unknown as { onError(error: unknown): never }).onError(error);
      }
    };
    return adapter;
  }
}

const CHAR = 18; // pg_type: "char", the catalogue's one-byte type, which introspection reads
const TEXT = 25;
const CHARACTER = 6; // ColumnTypeEnum.Character of the adapter's protocol

/** The adapter refuses columns of type "char", and the engine's introspection insists on them. */
function readCharColumns(adapter: Awaited<ReturnType<PrismaPg["connect"]>>): void {
  const pool = adapter.underlyingDriver();
  const charColumns = new WeakMap<object, number[]>();
  const send = pool.query.bind(pool) as (config: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult>;
  const sendMarking = async (config: pg.QueryArrayConfig) => {
    const result = await send(config);
    // A script of several statements answers with a list of results, which nobody reads.
    if (Array.isArray(result)) return result;
    const { fields } = result;
    charColumns.set(result.rows, fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : [])));
    for (const field of fields) if (field.dataTypeID === CHAR) field.dataTypeID = TEXT;
    return result;
  };
  pool.query = sendMarking as unknown as pg.Pool["query"];
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = CHARACTER;
    return result;
  };
}

let loaded: Promise<typeof EngineModule> | undefined;

/** The package's entry file needs a Node flag to import .wasm; instantiating by hand does not. */
async function loadEngine(): Promise<typeof EngineModule> {
  const glueFile = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = (await import(pathToFileURL(glueFile).href)) as typeof EngineModule;
  const bytes = readFileSync(path.join(path.dirname(glueFile), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

/** Every `prisma/schema/*.prisma`, in the shape the engine reads. */
export const schemaFiles = () => {
  const directory = path.join(repositoryRoot, "prisma/schema");
  return readdirSync(directory)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({ path: path.join(directory, name), content: readFileSync(path.join(directory, name), "utf8") }));
};

/** `prisma/migrations`, in the shape the engine reads. */
export const migrationList = (directory = migrationsDirectory) => ({
  baseDir: directory,
  lockfile: { path: "migration_lock.toml", content: readFileSync(path.join(directory, "migration_lock.toml"), "utf8") },
  shadowDbInitScript: "",
  migrationDirectories: migrationNames(directory).map((name) => ({
    path: name,
    migrationFile: {
      path: "migration.sql",
      content: { tag: "ok" as const, value: readFileSync(path.join(directory, name, "migration.sql"), "utf8") },
    },
  })),
});

export const migrationNames = (directory = migrationsDirectory): string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/**
 * Runs `work` with an engine that is connected to `databaseUrl`, then closes its connections.
 *
 * @param atStart a statement that each connection begins with
 * @throws what the engine says, as an Error with a readable message
 */
export async function withSchemaEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>, atStart = ""): Promise<T> {
  const adapterRequire = createRequire(require.resolve("@prisma/adapter-pg"));
  const { bindMigrationAwareSqlAdapterFactory } = adapterRequire("@prisma/driver-adapter-utils") as {
    bindMigrationAwareSqlAdapterFactory(factory: PrismaPg): object;
  };
  loaded ??= loadEngine();
  const { SchemaEngine } = await loaded;
  // One connection: the engine's statements form one conversation, and an advisory lock must not move about.
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 1,
    connectionTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    // The pool waits for it, which its types do not say.
    onConnect: (client) => (atStart ? client.query(atStart) : undefined),
  });
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool, { schema: env.databaseSchema }));
  const ignoreLog = () => undefined;
  try {
    const datamodels = schemaFiles().map(({ path: file, content }): [string, string] => [file, content]);
    const engine = await SchemaEngine.new({ datamodels }, ignoreLog, adapter);
    return await work(engine);
  } catch (cause) {
    throw new Error(describeEngineError(cause), { cause });
  } finally {
    await pool.end();
  }
}

function describeEngineError(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  try {
    const parsed = JSON.parse(cause.message) as { message?: string };
    return firstLines(parsed.message ?? cause.message);
  } catch {
    return firstLines(cause.message);
  }
}

/** Without the engine's own stack, which names its sources. */
const firstLines = (message: string): string => message.split(/\n\s+0: /)[0]?.trim() ?? message;
