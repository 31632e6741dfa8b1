/** `npm run prove secrets`: canaries in every secret that goes in, looked for in everything that comes out or stays. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "../launch/settings.mjs";
import { call, must, openServers } from "./proof-servers.mjs";
import { canary, plantSecrets } from "./secrets-flows.mjs";
import { startProof } from "./start-proof.mjs";

const contracts = (name) => JSON.parse(readFileSync(path.join(repositoryRoot, "contracts", name), "utf8"));
const pages = contracts("edge-policy.json").filter(({ kind, pattern }) => kind === "page" && !pattern.includes("[")).map(({ pattern }) => pattern);
const reads = Object.entries(contracts("openapi.json").paths).filter(([pattern, methods]) => methods.get && !methods.get["x-handler"] && !pattern.includes("{") && !/mailbox/.test(pattern)).map(([pattern]) => pattern);

/** A secret as it stands, and as it would look when it is encoded on its way. */
const formsOf = (secret) => {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString("base64").replace(/=+$/, "").slice(0, -2), bytes.toString("hex")].filter((text, index, all) => text.length >= 12 && all.indexOf(text) === index);
};

const searchable = (secrets) => [...secrets].flatMap(([name, value]) => formsOf(value).map((text) => ({ name, text })));

/** @returns {string[]} what was found where */
const findings = (needles, what, text, mayHold = []) => needles.filter((needle) => !mayHold.includes(needle.name) && text.includes(needle.text)).map(({ name }) => `${name} in ${what}`);

const filesOf = (folder) => readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));

async function everyTable(sql) {
  const tables = await sql("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  const texts = {};
  for (const { name } of tables) texts[name] = (await sql(`SELECT string_agg(to_jsonb(t)::text, E'\\n') AS text FROM "${name}" t`))[0].text ?? "";
  return texts;
}

const proof = startProof("secrets");
const settings = { AUTH_SECRET: canary("AUTH_SECRET"), AUTH_SECRET_PREVIOUS: canary("AUTH_SECRET_PREVIOUS"), CRON_SECRET: canary("CRON_SECRET"), METRICS_TOKEN: canary("METRICS_TOKEN"), RESEND_API_KEY: canary("RESEND_API_KEY") };
const databasePassword = `canary${randomBytes(16).toString("hex")}`;
const role = `canary_${randomBytes(4).toString("hex")}`;

const servers = await openServers({
  env: { ...settings, LOG_LEVEL: "debug", EMAIL_FROM: "Gatehouse <no-reply@example.com>", RESEND_BASE_URL: "http://127.0.0.1:9" },
  // The servers come in by an account whose password is a canary too.
  through: async (databaseUrl) => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD '${databasePassword}'`);
    await client.end();
    return Object.assign(new URL(databaseUrl), { username: role, password: databasePassword }).href;
  },
});
const [instance] = servers.instances;

try {
  await proof.group("secrets", async (step) => {
    let needles = [];
    let answers = [];
    await step("canaries planted through real flows", async () => {
      const planted = await plantSecrets({ url: instance.url, pages, reads });
      answers = planted.answers;
      for (const [name, value] of [...Object.entries(settings), ["the password of DATABASE_URL", databasePassword]]) planted.secrets.set(name, value);
      needles = searchable(planted.secrets);
      const refused = answers.filter(({ what }) => /\(5\d\d\)/.test(what));
      must(refused.length === 0, `answers of 5xx: ${refused.map(({ what }) => what).join(", ")}`);
      return { trials: planted.secrets.size, note: `passwords, tokens, cookies and settings; ${needles.length} spellings (plain, percent-encoded, base64, hex)` };
    });
    await step("every answer, with its headers", () => {
      const found = answers.flatMap(({ what, text, mayHold }) => findings(needles, what, text, mayHold));
      must(found.length === 0, `${found.length} found: ${found.slice(0, 8).join("; ")}`);
      return { trials: answers.length, note: "0 found. An answer that issues a token may hold that token; Set-Cookie is what cookies travel in; an address that was asked for may be repeated to whoever asked" };
    });
    await step("the client's bundles", () => {
      const files = [...filesOf(path.join(repositoryRoot, ".next/static"))];
      const names = ["AUTH_SECRET", "DATABASE_URL", "CRON_SECRET", "METRICS_TOKEN", "RESEND_API_KEY"].map((text) => ({ name: `the name ${text}`, text }));
      const found = files.flatMap((file) => findings([...needles, ...names], path.basename(file), readFileSync(file, "utf8")));
      must(found.length === 0, `${found.length} found: ${found.slice(0, 8).join("; ")}`);
      return { trials: files.length, note: "0 found, nor the names of the settings that hold secrets" };
    });
    await step("the database: audit rows and every other table", async () => {
      const texts = await everyTable(servers.sql);
      const found = Object.entries(texts).flatMap(([table, text]) => findings(needles, `table ${table}`, text));
      must(found.length === 0, `${found.length} found: ${found.slice(0, 8).join("; ")}`);
      const [{ n }] = await servers.sql("SELECT count(*)::int AS n FROM audit_events");
      return { trials: n, note: `0 found in ${n} audit rows and in ${Object.keys(texts).length} tables. Not counted, by design: what is typed as the name of a failed sign-in is kept as that name, erasable, for holders of audit.view; whoever types a password there has it recorded` };
    });
    await step("metrics and the log at its most talkative", async () => {
      const metrics = await call(instance.url, "/metrics", { token: settings.METRICS_TOKEN });
      must(metrics.status === 200, `/metrics answered ${metrics.status}`);
      await instance.stop();
      const log = readFileSync(instance.logFile, "utf8");
      const found = [...findings(needles, "the log", log), ...findings(needles, "/metrics", metrics.text)];
      must(found.length === 0, `${found.length} found: ${found.slice(0, 8).join("; ")}`);
      const lines = log.split("\n").length;
      must(lines > answers.length, "the log says nothing");
      return { trials: lines, note: "0 found; LOG_LEVEL=debug" };
    });
  });
} finally {
  await servers.sql(`DROP OWNED BY ${role}; `).catch(() => undefined);
  await Promise.all(servers.instances.map((each) => each.stop()));
  await servers.sql(`DROP ROLE IF EXISTS ${role}`).catch(() => undefined);
  await servers.end();
}
proof.finish();
