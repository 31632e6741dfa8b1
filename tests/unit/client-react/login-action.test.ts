import { describe, expect, it, vi } from "vitest";
import { actionOfLogin, actionOfSecondStep, actionOfSendCode, type LoginResult } from "@/components/auth/login-action";
import { emptyFormState } from "@/components/ui/form-state";

const sent = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

const submit = (result: LoginResult, fields: Record<string, string>) => {
  const onLogin = vi.fn(async () => result);
  return { onLogin, state: actionOfLogin(onLogin)(emptyFormState, sent(fields)) };
};

describe("a sign-in function behind the form", () => {
  it("gets what was typed: the identifier trimmed, the password as it is", async () => {
    const { onLogin, state } = submit({ success: true }, { identifier: " grace ", password: " s3cret ", remember_me: "true" });
    expect(await state).toEqual({ ok: true });
    expect(onLogin).toHaveBeenCalledWith("grace", " s3cret ", { rememberMe: true });
  });

  it("takes a box that is not ticked, and what is missing, for no", async () => {
    const { onLogin, state } = submit({ success: true }, {});
    await state;
    expect(onLogin).toHaveBeenCalledWith("", "", { rememberMe: false });
  });

  it("shows the refusal, keeps the identifier and never the password", async () => {
    const refusal = { success: false, error: "Too many tries.", code: "RATE_LIMIT_EXCEEDED", fields: { password: ["Wrong."] }, retryAfterSeconds: 60, requestId: "r-1" };
    const { state } = submit(refusal, { identifier: "grace", password: "wrong-one" });
    expect(await state).toEqual({
      message: "Too many tries.", code: "RATE_LIMIT_EXCEEDED", fields: { password: ["Wrong."] }, retryAfterSeconds: 60, requestId: "r-1", values: { identifier: "grace" },
    });
    expect(JSON.stringify(await state)).not.toContain("wrong-one");
  });

  it("has a sentence where there is none", async () => {
    expect((await submit({ success: false }, {}).state).message).toBe("You could not be signed in. Try again.");
  });
});

describe("a sign-in with two factors", () => {
  const mfa = { mfaToken: "of-the-first-step", methods: ["totp" as const, "email" as const], expiresIn: 600 };
  const due = { success: false, error: "Enter the code of your second factor.", code: "MFA_REQUIRED", mfa };

  it("tells that the second step is due, and shows no refusal", async () => {
    const onChallenge = vi.fn();
    expect(await actionOfLogin(async () => due, onChallenge)(emptyFormState, sent({ identifier: "grace", password: "s3cret" }))).toEqual({});
    expect(onChallenge).toHaveBeenCalledExactlyOnceWith(mfa);
  });

  it("is refused where nobody asks for the second step, and the token of the first stays out of the form", async () => {
    const state = await submit(due, { identifier: "grace", password: "s3cret" }).state;
    expect(state).toEqual({ message: due.error, code: "MFA_REQUIRED", values: { identifier: "grace" } });
  });

  it("goes on with the code, of the method that was asked for", async () => {
    const onVerify = vi.fn(async () => ({ success: true }));
    expect(await actionOfSecondStep(mfa.mfaToken, "totp", onVerify)(emptyFormState, sent({ code: "123 456", trust_device: "true" }))).toEqual({ ok: true });
    expect(onVerify).toHaveBeenCalledExactlyOnceWith("of-the-first-step", "123 456", { method: "totp", trustDevice: true });
  });

  it("shows what is wrong with a code, and whether one was mailed", async () => {
    const refusal = { success: false, error: "This code is not right.", code: "INVALID_MFA_CODE", fields: { code: ["This code is not right."] } };
    expect(await actionOfSecondStep(mfa.mfaToken, "totp", async () => refusal)(emptyFormState, sent({ code: "1" }))).toEqual({ message: refusal.error, code: refusal.code, fields: refusal.fields });
    const onSend = vi.fn(async () => ({ success: true }));
    expect(await actionOfSendCode(mfa.mfaToken, onSend)(emptyFormState, sent({}))).toEqual({ ok: true });
    expect(onSend).toHaveBeenCalledExactlyOnceWith("of-the-first-step");
    expect((await actionOfSendCode(mfa.mfaToken, async () => ({ success: false, error: "Too many mails." }))(emptyFormState, sent({}))).message).toBe("Too many mails.");
  });
});
