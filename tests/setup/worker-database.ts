/** Before each test file: a database of its own, copied from the template; dropped when the file is done. */
import { afterAll, afterEach, inject } from "vitest";
import { closeDatabase } from "@/lib/db";
import { armFailpoints } from "@/lib/failpoint";
import { createTestDatabase, dropTestDatabase } from "../tools/test-cluster.mjs";
import { isTravelling, returnToPresent } from "./clock";

const serverUrl = inject("serverUrl");
process.env.DATABASE_URL = await createTestDatabase(serverUrl, inject("templateName"));

afterEach(async () => {
  armFailpoints([]);
  if (isTravelling()) await returnToPresent();
});

afterAll(async () => {
  await closeDatabase();
  await dropTestDatabase(serverUrl, String(process.env.DATABASE_URL));
});
