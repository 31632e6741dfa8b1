/**
 * Lists everybody, as a program with Bearer tokens: signs in once, goes on with the kept session at each later run.
 *
 *     GATEHOUSE_EMAIL=admin@example.com GATEHOUSE_PASSWORD=… npx tsx examples/node-bearer/list-people.ts
 *     npx tsx examples/node-bearer/list-people.ts
 *     npx tsx examples/node-bearer/list-people.ts --sign-out
 */
import type { AdminClient } from "../../lib/client/admin-client";
import type { AuthClient } from "../../lib/client/auth-client";
import { AuthClientError } from "../../lib/client/auth-client-error";
import type { AuthUser } from "../../lib/client/auth-wire";
import { createClient } from "../../lib/client/create-client";
import { FileStorage } from "./file-storage";

const { GATEHOUSE_URL = "http://localhost:3000", GATEHOUSE_EMAIL, GATEHOUSE_PASSWORD, GATEHOUSE_SESSION = ".data/node-bearer.json" } = process.env;

/** With the password only where there is no session that lives. */
async function signedIn(auth: AuthClient): Promise<AuthUser> {
  try {
    return await auth.getUser();
  } catch (error) {
    if (!(error instanceof AuthClientError) || error.status !== 401) throw error;
  }
  if (!GATEHOUSE_EMAIL || !GATEHOUSE_PASSWORD) throw new Error("Nobody is signed in. Set GATEHOUSE_EMAIL and GATEHOUSE_PASSWORD.");
  return (await auth.login(GATEHOUSE_EMAIL, GATEHOUSE_PASSWORD)).user;
}

/** By cursor: nobody is missed or told twice while others sign up. */
async function* everybody(admin: AdminClient) {
  let cursor: string | null | undefined;
  do {
    const answer = await admin.listUsers({ per_page: 100, cursor: cursor ?? undefined });
    yield* answer.users;
    cursor = answer.next_cursor;
  } while (cursor);
}

async function main(): Promise<void> {
  const { auth, admin } = createClient({ apiBaseUrl: GATEHOUSE_URL, storageStrategy: "localStorage-only", storage: new FileStorage(GATEHOUSE_SESSION) });
  if (process.argv.includes("--sign-out")) {
    await auth.logout();
    return console.log("Signed out.");
  }
  const { email } = await signedIn(auth);
  console.log(`Signed in as ${email}.`);
  for await (const person of everybody(admin)) console.log(`${person.email}\t${person.roles.join(", ")}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof AuthClientError ? `${error.code}: ${error.message}` : error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
