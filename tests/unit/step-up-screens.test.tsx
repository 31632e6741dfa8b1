import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { ReauthenticateForm } from "@/components/auth/reauthenticate-form";
import { FormMessage } from "@/components/ui/form-message";
import type { FormAction } from "@/components/ui/form-state";
import type { ProofMethod } from "@/lib/features/reauthentication/schema";
import { typeCheckSamples } from "./type-check-samples";

const nothing: FormAction = async (state) => state;
const form = (methods: ProofMethod[], hrefs?: Partial<Record<ProofMethod, string>>) =>
  renderToString(<ReauthenticateForm methods={methods} action={nothing} sendCodeAction={nothing} username="ada@example.com" returnTo="/account" hrefs={hrefs} />);

describe("the question who is there", () => {
  it("asks for the first method, and offers the others by links where there is a page", () => {
    const html = form(["password", "totp"], { totp: "/reauthenticate?method=totp" });
    expect(html).toContain('name="password"');
    expect(html).not.toContain('name="code"');
    expect(html).toContain('<a href="/reauthenticate?method=totp" class="link">Use a code from your authenticator app</a>');
    expect(html).toContain('value="/account"');
  });

  it("offers nothing else where there is nothing else", () => {
    expect(form(["password"])).not.toContain("<ul");
  });

  it("asks the browser for a passkey; without a script it says how else", () => {
    expect(form(["passkey", "totp"])).toMatch(/This browser cannot use passkeys here.*Use a code from your authenticator app/s);
    expect(form(["passkey"])).not.toContain("<form");
  });

  it("asks for a code of the app without mailing one, and mails one where there is only an address", () => {
    expect(form(["totp"])).toContain('autoComplete="one-time-code"');
    expect(form(["totp"])).not.toContain("Mail me a code");
    expect(form(["email"])).toContain("Mail me a code");
  });
});

it("a refusal that asks for it has a link to the page, for browsers without a script", () => {
  const html = renderToString(<FormMessage state={{ ok: false, message: "Confirm that it is you before you go on.", code: "REAUTH_REQUIRED", stepUp: { methods: ["password"], href: "/reauthenticate?return_to=%2Fadmin" } }} />);
  expect(html).toContain('href="/reauthenticate?return_to=%2Fadmin"');
});

it("type-checks the sample of docs/step-up.md", { timeout: 120_000 }, () => {
  expect(typeCheckSamples("docs/step-up.md", "tsx")).toEqual({ samples: 1, faults: [] });
});
