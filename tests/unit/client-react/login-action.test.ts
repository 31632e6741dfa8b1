import { describe, expect, it, vi } from "vitest";
import { actionOfLogin, type LoginResult } from "@/components/auth/login-action";
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
