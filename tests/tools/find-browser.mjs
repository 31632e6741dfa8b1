/** The browser of the journeys: an installed Chrome or Chromium, else the one that Playwright has downloaded. */
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright";

const NAMES = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome"];

const WELL_KNOWN = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) => path.join(process.env[name] ?? "", "Google/Chrome/Application/chrome.exe")),
];

export const INSTALL_COMMAND = "npx playwright install chromium";

/** @returns {string | undefined} path of its program; `CHROME_PATH` wins */
export function findBrowser() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [process.env.CHROME_PATH ?? "", ...onPath, ...WELL_KNOWN, chromium.executablePath()].find((file) => file !== "" && existsSync(file));
}

/** Chromium's sandbox refuses to run as root; the rest keeps the browser from calling home. */
export const browserArguments = () => [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
