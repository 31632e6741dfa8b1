/** What a form says of the policy before a script runs, and what it says while somebody types. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { PasswordChecklist } from "@/components/auth/password-checklist";
import { PasswordPolicyProvider } from "@/components/auth/password-policy";
import type { PasswordPolicy } from "@/lib/password-rules";
import { passwordProblems } from "@/lib/session/password-policy";
import { withEnv } from "../../setup/with-env";

const render = (password: string, policy: PasswordPolicy = "length", asksBreaches = false) =>
  renderToStaticMarkup(
    <PasswordPolicyProvider policy={policy} asksBreaches={asksBreaches}>
      <PasswordChecklist id="rules" password={password} context={["grace.hopper@navy.example.com", "Grace"]} />
    </PasswordPolicyProvider>,
  );
const items = (html: string) => [...html.matchAll(/<li[^>]*>.*?<span>(.*?)<\/span><\/li>/g)].map(([, text = ""]) => text.replace(/<[^>]*>/g, ""));
const status = (html: string) => /role="status"[^>]*>(.*?)<\/p>/.exec(html)?.[1]?.replaceAll("&#x27;", "'");

describe("before anything is typed, and without client JavaScript", () => {
  it("lists what the policy asks, and announces nothing", () => {
    expect(items(render(""))).toEqual(["At least 8 characters", "Not close to your name or address"]);
    expect(items(render("", "classes"))).toEqual([
      "At least 8 characters", "An upper-case letter", "A lower-case letter", "A digit", "A symbol", "Not close to your name or address",
    ]);
    expect(status(render("", "classes"))).toBe("");
  });

  it("says what else is refused", () => {
    expect(render("")).toContain("The most used passwords are refused.");
    expect(render("", "length", true)).toContain("those from known data breaches");
  });

  it("describes the field to a screen reader, with its hint and its errors", () => {
    const html = renderToStaticMarkup(<NewPasswordField name="password" label="Password" errors={["Use at least 8 characters."]} />);
    const described = /<input[^>]*aria-describedby="([^"]+)"/.exec(html)?.[1]?.split(" ") ?? [];
    expect(described).toHaveLength(3);
    for (const id of described) expect(html).toContain(`id="${id}"`);
    expect(items(html)).toContain("At least 8 characters");
  });
});

describe("while somebody types", () => {
  it("ticks off what is met, in words too, and tells what is missing", () => {
    const html = render("Lantern7", "classes");
    expect(items(html).filter((item) => item.endsWith("(done)"))).toHaveLength(5);
    expect(status(html)).toBe("Still needed: a symbol.");
    expect(status(render("Lantern7!", "classes"))).toBe("Your password meets every requirement in this list.");
  });

  it("knows the names and addresses of the form", () => expect(status(render("hopper99"))).toBe("Still needed: not close to your name or address."));

  it("tells of the upper limit once it is passed", () => {
    expect(items(render("x".repeat(72)))).toHaveLength(2);
    expect(status(render("🦊".repeat(19)))).toMatch(/^Still needed: at most 72 bytes/);
  });

  it.each(["short", "longenough", "LongEnough1", "LongEnough1!", "gracehopper", "🦊".repeat(19), "password1!A"])("%s: never says more than the server does", async (password) => {
    for (const policy of ["length", "classes"] as const) {
      await withEnv({ PASSWORD_POLICY: policy }, async () => {
        const problems = await passwordProblems(password, { email: "grace.hopper@navy.example.com", firstName: "Grace" });
        const isWhole = status(render(password, policy))?.startsWith("Your password meets") ?? false;
        if (problems.length === 0) expect(isWhole).toBe(true);
        else if (isWhole) expect(problems[0]).toMatch(/most used/);
      });
    }
  });
});
