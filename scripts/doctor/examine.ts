/** The examination of `npm run doctor`, part by part. Reads everything, changes nothing, and sends no mail but a test mail that is asked for. */
import { existsSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/env";
import { openEmbeddedDatabase } from "../launch/embedded-database.mjs";
import { dataDirectory } from "../launch/settings.mjs";
import { checkDatabase } from "./check-database";
import { checkMail, sendTestMail } from "./check-mail";
import { checkProviders } from "./check-providers";
import { checkRedis } from "./check-redis";
import { checkAddress, checkNode, checkOperation, checkProxies, checkShape, checkStart, checkWaysIn } from "./check-settings";
import { about, type Finding } from "./finding";

/** @param mailTo where a test mail is to go; without it, none is sent */
export async function examine(mailTo?: string): Promise<Finding[]> {
  const shape = checkShape();
  if (shape.some(({ state }) => state === "fault")) return [...checkNode(), ...shape];
  return [
    ...checkNode(),
    ...shape,
    ...checkStart(),
    ...checkAddress(),
    ...checkProxies(),
    ...checkMail(),
    ...(mailTo === undefined ? [] : [await sendTestMail(mailTo)]),
    ...checkWaysIn(),
    ...checkProviders(),
    ...checkOperation(),
    ...(await checkRedis(env)),
    ...(env.databaseUrl ? await checkDatabase(env.databaseUrl) : await checkEmbedded()),
  ];
}

/** The one of `npm run dev`, where that has made it; it is started for the examination if it does not run. */
async function checkEmbedded(): Promise<Finding[]> {
  if (env.isProduction) return [];
  if (!existsSync(path.join(dataDirectory(), "database.json"))) return [about("database").note("none yet: npm run dev makes its own", "npm run dev")];
  const database = await openEmbeddedDatabase(dataDirectory());
  try {
    return await checkDatabase(database.url);
  } finally {
    await database.stop();
  }
}
