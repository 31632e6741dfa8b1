/** Who walks the journeys: the seeded people, and new ones for journeys that change an account. */
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { DEMO_PEOPLE } from "../../../scripts/launch/demo-people.mjs";

export interface Person {
  email: string;
  username: string;
  password: string;
}

export const demoPerson = (username: (typeof DEMO_PEOPLE)[number]["username"]): Person => {
  const person = DEMO_PEOPLE.find((candidate) => candidate.username === username);
  if (!person) throw new Error(`nobody is called ${username}`);
  return person;
};

let made = 0;

/** An address and a name that nobody has, in this run or another. */
export function newPerson(): Person {
  const unique = `${Date.now().toString(36)}${process.pid.toString(36)}${(made += 1)}`;
  return { email: `walker-${unique}@example.com`, username: `walker-${unique}`, password: "Quiet-Lantern-42-Harbour" };
}

/** What a browser on our own pages sends with a change. */
const ownOrigin = (page: Page | undefined, baseURL: string | undefined) => ({ origin: new URL(page?.url() === "about:blank" ? (baseURL ?? "") : (page?.url() ?? baseURL ?? "")).origin });

/** Signs up by the API; the request's cookies are then theirs. */
export async function register(request: APIRequestContext, baseURL: string, person: Person = newPerson()): Promise<Person> {
  const answer = await request.post("/api/auth/register", { data: { ...person }, headers: ownOrigin(undefined, baseURL) });
  expect(answer.status(), await answer.text()).toBe(201);
  return person;
}

/** Signs in by the API, in the page's own browser context: quick, for journeys that are about something else. */
export async function signIn(page: Page, baseURL: string, person: Person): Promise<void> {
  const data = { identifier: person.email, password: person.password };
  const answer = await page.request.post("/api/auth/login", { data, headers: ownOrigin(page, baseURL) });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Signs in as people do, on the page that is open or on /login. */
export async function signInByForm(page: Page, person: Person, identifier = person.email): Promise<void> {
  if (!new URL(page.url(), "http://localhost").pathname.startsWith("/login")) await page.goto("/login");
  await page.locator('input[name="identifier"]').fill(identifier);
  await page.locator('input[name="password"]').fill(person.password);
  await page.locator('form:has(input[name="identifier"]) button[type="submit"]').click();
}

/** Signs out as people do, from the menu at the top. */
export async function signOutByMenu(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account menu of/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/login/);
}
