/** A real OIDC server in the roles of Google and Microsoft, for the tests of one file, and what they look at. */
import { waitingFor } from "./mailed";
import { ProviderBrowser } from "./provider-browser";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { forgetEnv } from "@/lib/env";
import { checkAuth } from "@/lib/features/auth/operations/check-auth";
import { newId } from "@/lib/ids";
import type { DemoIssuer, DemoPerson } from "../../scripts/demo-providers/demo-issuers";
import { makeSession } from "../factories/make-session";
import type { TestUser } from "../factories/make-user";
import { type OidcFront, startOidcFront } from "../tools/oidc-front";
import { callAs } from "./call-as";
import { oneRow, sql } from "./sql";
import { TEST_ORIGIN } from "./test-context";

export const TENANT = "0d3e0c1a-5b7f-4d2e-9a41-6f8e2b7c1d05";

type Slug = DemoIssuer["slug"];

const people: Record<Slug, DemoPerson[]> = { google: [], microsoft: [] };
let front: OidcFront | undefined;

/** The server, once `useProviders()` runs it. */
export function provider(): OidcFront {
  if (!front) throw new Error("call useProviders() at the top of the file");
  return front;
}

/** Runs the server while the tests of the file run; each begins with one that is honest and there. */
export function useProviders(): void {
  beforeAll(async () => {
    front = await startOidcFront(TEST_ORIGIN, [
      { slug: "google", name: "Google of the tests", people: people.google },
      { slug: "microsoft", name: "Microsoft of the tests", people: people.microsoft },
    ]);
    process.env.GATEHOUSE_DEMO_PROVIDERS = front.setting;
    forgetEnv();
  });
  beforeEach(() => void Object.assign(provider(), { alter: null, away: "nothing" }));
  afterEach(forgetEnv);
  afterAll(async () => {
    delete process.env.GATEHOUSE_DEMO_PROVIDERS;
    forgetEnv();
    await provider().close();
  });
}

/** Somebody new there, with an address that the provider vouches for. */
export function personAt(slug: Slug, claims: Record<string, unknown> = {}): DemoPerson {
  const id = newId();
  const own = slug === "google" ? { email_verified: true } : { tid: TENANT, oid: id, xms_edov: true };
  const person = { sub: `sub-${id}`, name: "Grace Hopper", given_name: "Grace", family_name: "Hopper", email: `at-${slug}-${id}@example.com`, ...own, ...claims };
  people[slug].push(person);
  return person;
}

/** A browser of somebody who has signed in with their password. */
export async function browserOf(user: TestUser): Promise<ProviderBrowser> {
  const session = await makeSession(user);
  const browser = new ProviderBrowser();
  browser.cookies.set("access_token", session.accessToken);
  browser.cookies.set("refresh_token", session.refreshToken);
  return browser;
}

export const locationOf = (answer: Response): string => answer.headers.get("location") ?? "";
export const isIn = async (browser: ProviderBrowser) => (await callAs(null, { cookie: browser.cookies.get("access_token") ?? null }).run(checkAuth)).error === null;

interface UserRow {
  id: string;
  username: string;
  first_name: string;
  provider: string;
  password_hash: string | null;
  email_verified_at: Date | null;
}

export const userBy = (email: string) => oneRow<UserRow & Record<string, unknown>>("SELECT * FROM users WHERE email = $1", [email]);
export const connectionsOf = (userId: string) => sql<{ provider: string; provider_account_id: string; tokens: Buffer; email: string }>("SELECT * FROM accounts WHERE user_id = $1", [userId]);

/** Subjects of the mails that tell somebody of a connection, the newest first. */
export const noticesTo = async (email: string): Promise<string[]> => (await waitingFor(email)).map(({ subject }) => subject).filter((subject) => /provider was (dis)?connected/.test(subject));

/** Nobody is signed in, and the answer leads to a page that says why. */
export function expectToldAt(answer: Response, code: string, page = "/login"): void {
  const { pathname, searchParams } = new URL(locationOf(answer), TEST_ORIGIN);
  expect([answer.status, pathname, searchParams.get("error")]).toEqual([302, page, code]);
  expect(answer.headers.getSetCookie().filter((line) => /^(access|refresh)_token=/.test(line))).toEqual([]);
}
