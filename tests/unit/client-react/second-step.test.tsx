/** The second step in the place of the sign-in form, where the form has functions for it. */
import type { ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { LoginForm, type LoginFormProps } from "@/components/auth/login-form";
import { SecondStep } from "@/components/auth/second-step";
import { Rendering } from "../../setup/re-render";

const yes = async () => ({ success: true });
const CHALLENGE = { mfaToken: "of-the-first-step", methods: ["email", "totp", "recovery_code"] as const, expiresIn: 600 };
const challenge = { ...CHALLENGE, methods: [...CHALLENGE.methods] };

interface Steps {
  onChallenge?: (given: typeof challenge) => void;
  onRestart?: () => void;
}

const namesIn = (html: string) => [...html.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name);

describe("LoginForm", () => {
  const form = (props: LoginFormProps) => {
    const rendering = new Rendering(LoginForm);
    return () => rendering.render(props) as ReactElement<Steps>;
  };

  it("asks for the code in place once it is due, and begins anew where it is wanted", () => {
    const render = form({ onLogin: yes, onVerifyMfa: yes, trustedDays: 30 });
    const first = render();
    expect(namesIn(renderToString(first))).toEqual(["identifier", "password", "remember_me"]);
    first.props.onChallenge?.(challenge);
    const second = render();
    expect(namesIn(renderToString(second))).toEqual(["method", "code", "trust_device"]);
    expect(renderToString(second)).not.toContain("of-the-first-step");
    second.props.onRestart?.();
    expect(namesIn(renderToString(render()))).toContain("password");
  });

  it("without a function for it leaves the refusal to the form", () => {
    expect(form({ onLogin: yes })().props.onChallenge).toBeUndefined();
    expect(form({ action: async () => ({}) })().props.onChallenge).toBeUndefined();
  });
});

describe("SecondStep", () => {
  const html = (props: Partial<Parameters<typeof SecondStep>[0]> = {}) =>
    renderToString(<SecondStep challenge={challenge} onVerifyMfa={yes} onSendMfaCode={yes} trustedDays={0} onRestart={() => undefined} {...props} />);

  it("offers the other ways by buttons: the page has no address for them", () => {
    expect(html()).toContain("Mail me a code");
    expect(html()).toContain('<button type="button" class="link">Use your authenticator app</button>');
    expect(html()).toContain('<button type="button" class="link">Start again</button>');
    expect(html()).not.toContain("<a ");
    expect(namesIn(html())).toEqual(["method", "code"]);
  });

  it("offers no mail that it cannot have sent", () => {
    const without = html({ onSendMfaCode: undefined });
    expect(without).toContain("From your authenticator app.");
    expect(without).not.toMatch(/mail/i);
  });

  it("says where nothing is left to be asked for", () => {
    expect(html({ challenge: { ...challenge, methods: [] } })).toMatch(/no second factor that can be used.*Back to the sign-in page/s);
  });
});
