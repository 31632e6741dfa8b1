/** Playwright's `test` with what every journey needs: a browser that complains about nothing. */
import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

export interface Complaints {
  /** Console errors and uncaught exceptions that a journey provokes on purpose, such as a 403 page's own status. */
  allow(pattern: RegExp): void;
}

export const test = base.extend<{ complaints: Complaints }>({
  complaints: [
    async ({ page }, use) => {
      const heard: string[] = [];
      // What Playwright and axe put into every frame is refused by the one that shows a mail.
      const allowed = [/^Blocked script execution in .about:srcdoc/];
      page.on("console", (message) => {
        if (message.type() === "error") heard.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => heard.push(`uncaught: ${error.message}`));
      await use({ allow: (pattern) => allowed.push(pattern) });
      const left = heard.filter((line) => !allowed.some((pattern) => pattern.test(line)));
      if (left.length > 0) throw new Error(`the browser complained:\n${left.join("\n")}`);
    },
    { auto: true },
  ],
});
