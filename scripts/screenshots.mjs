/**
 * `npm run screenshots`: pictures of every screen of a server that runs with the demonstration's people, at desktop and
 * phone width, light and dark, into docs/screenshots. `BASE_URL` names the server; nothing is started here.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright";
import sharp from "sharp";
import { browserArguments, findBrowser, INSTALL_COMMAND } from "../tests/tools/find-browser.mjs";
import { DEMO_PEOPLE } from "./launch/demo-people.mjs";
import { refuse, repositoryRoot } from "./launch/settings.mjs";

const baseUrl = (process.env.BASE_URL || "http://localhost:3000").replace(/\/$/, "");
const folder = path.join(repositoryRoot, "docs/screenshots");

const WIDTHS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const SCHEMES = ["light", "dark"];

/** `as`: the role of the person who looks; none: nobody. */
const SCREENS = [
  { name: "home", path: "/" },
  { name: "login", path: "/login" },
  { name: "register", path: "/register" },
  { name: "forgot-password", path: "/forgot-password" },
  { name: "reset-password", path: "/reset-password?token=expired" },
  { name: "verify-email", path: "/verify-email?email=ada%40example.com" },
  { name: "magic-link", path: "/magic-link?token=expired" },
  { name: "invitation", path: "/invitation?token=expired" },
  { name: "api-reference", path: "/docs/api" },
  { name: "dashboard", path: "/dashboard", as: "admin" },
  { name: "account", path: "/account", as: "admin" },
  { name: "email", path: "/account/email", as: "admin" },
  { name: "reauthenticate", path: "/reauthenticate?return_to=%2Faccount", as: "admin" },
  { name: "security", path: "/account/security", as: "admin" },
  { name: "sessions", path: "/account/sessions", as: "admin" },
  { name: "activity", path: "/account/activity", as: "admin" },
  { name: "admin", path: "/admin", as: "admin" },
  { name: "users", path: "/admin/users", as: "admin" },
  { name: "user", path: "/admin/users?search=manager%40example.com", as: "admin", follow: 'main a[href^="/admin/users/"]:not([href$="/import"])' },
  { name: "users-empty", path: "/admin/users?search=nobody-has-this-name", as: "admin" },
  { name: "users-import", path: "/admin/users/import", as: "admin" },
  { name: "roles", path: "/admin/roles", as: "admin" },
  { name: "role", path: "/admin/roles", as: "admin", follow: 'main a[href^="/admin/roles/"]' },
  { name: "admin-organizations", path: "/admin/organizations", as: "admin" },
  { name: "organizations", path: "/organizations", as: "admin" },
  { name: "organization", path: "/organizations", as: "admin", follow: 'main a[href^="/organizations/"]' },
  { name: "patients", path: "/patients", as: "admin" }, // feature:patients
  { name: "patient", path: "/patients", as: "admin", follow: 'main a[href^="/patients/"]:not([href$="/new"])' }, // feature:patients
  { name: "audit", path: "/admin/audit", as: "admin" },
  { name: "mailbox", path: "/dev/mailbox", as: "admin" },
  { name: "mail-samples", path: "/dev/mailbox?samples=true", as: "admin" },
  { name: "denied", path: "/admin", as: "user" },
  { name: "not-found", path: "/there-is-no-such-page" },
];

const personOf = (role) => DEMO_PEOPLE.find((person) => person.role === role);

/** Signs in over HTTP, as a form of our own would: one session for all pictures of that person. */
async function signIn(context, role) {
  const { email, password } = personOf(role);
  const answer = await context.request.post(`${baseUrl}/api/auth/login`, {
    data: { identifier: email, password },
    headers: { origin: baseUrl },
  });
  if (!answer.ok()) throw new Error(`${email} could not sign in at ${baseUrl}: ${answer.status()} ${await answer.text()}`);
}

/** A palette of 256 colours is enough for an interface and makes a third of the bytes. */
const save = async (name, png) => {
  const small = await sharp(png).png({ palette: true, quality: 90, effort: 8 }).toBuffer();
  writeFileSync(path.join(folder, `${name}.png`), small);
  return small.length;
};

async function picture(context, screen, name) {
  const page = await context.newPage();
  try {
    await page.goto(`${baseUrl}${screen.path}`, { waitUntil: "load" });
    if (screen.follow) {
      await page.locator(screen.follow).first().click();
      await page.waitForURL((url) => url.pathname !== new URL(screen.path, baseUrl).pathname);
    }
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready);
    // The development server's own badge is no part of the screen.
    await page.addStyleTag({ content: "nextjs-portal { display: none }" }).catch(() => undefined);
    const bytes = await save(name, await page.screenshot({ animations: "disabled", caret: "hide" }));
    console.log(`${name}.png ${Math.ceil(bytes / 1024)} KB`);
  } finally {
    await page.close();
  }
}

async function takeAll(browser, wanted) {
  const sessions = new Map();
  for (const role of new Set(SCREENS.flatMap(({ as }) => as ?? []))) {
    const context = await browser.newContext();
    await signIn(context, role);
    sessions.set(role, await context.storageState());
    await context.close();
  }
  for (const [width, viewport] of Object.entries(WIDTHS)) {
    for (const colorScheme of SCHEMES) {
      const look = { viewport, colorScheme, locale: "en-GB", timezoneId: "UTC", bypassCSP: true, isMobile: width === "phone", hasTouch: width === "phone", deviceScaleFactor: width === "phone" ? 2 : 1 };
      for (const screen of SCREENS) {
        const name = `${screen.name}-${width}-${colorScheme}`;
        if (wanted.length > 0 && !wanted.some((part) => name.startsWith(part))) continue;
        const context = await browser.newContext({ ...look, storageState: screen.as && sessions.get(screen.as) });
        await picture(context, screen, name);
        // A page may have renewed the session, and its former tokens are not to be sent again.
        if (screen.as) sessions.set(screen.as, await context.storageState());
        await context.close();
      }
    }
  }
}

async function start() {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(`Pictures need Chrome or Chromium, and there is none: ${INSTALL_COMMAND}`);
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  try {
    await takeAll(browser, process.argv.slice(2));
  } finally {
    await browser.close();
  }
}

await start().catch(refuse);
