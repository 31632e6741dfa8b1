import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { actionLabel } from "@/components/account/action-label";
import { refusalLabel } from "@/components/account/refusal-label";
import { FormMessage } from "@/components/ui/form-message";
import { isRefusedForGood } from "@/components/ui/form-state";
import { INTERNAL_ERROR, RATE_LIMIT_EXCEEDED, UNAVAILABLE } from "@/lib/errors";
import { INVALID_CREDENTIALS } from "@/lib/features/auth/errors";
import { INVALID_TOKEN } from "@/lib/features/mailed-link/errors";
import { PASSKEY_REFUSED } from "@/lib/features/passkeys/errors";

const shown = (message: string, more = {}) =>
  renderToString(<FormMessage state={{ ok: false, message, ...more }} />).replace(/<[^>]*>/g, "").trim();

describe("what a form says of a refusal", () => {
  it("leaves out the number that the API's sentence bears", () => {
    expect(INVALID_CREDENTIALS.message).toContain("(401)");
    expect(shown(INVALID_CREDENTIALS.message)).toBe("The sign-in name or the password is not right.");
    expect(shown(PASSKEY_REFUSED.message)).toBe("This passkey was not accepted. Try again, or sign in another way.");
    expect(shown("The file has too many rows (412 of 200).")).toBe("The file has too many rows (412 of 200).");
  });

  it("says once how long to wait", () => {
    expect(shown(RATE_LIMIT_EXCEEDED.message, { code: RATE_LIMIT_EXCEEDED.code, retryAfterSeconds: 840 })).toBe("Too many tries. Try again in 14 minutes.");
    expect(shown(RATE_LIMIT_EXCEEDED.message, { code: RATE_LIMIT_EXCEEDED.code })).toBe("Too many tries. Wait a little and try again.");
  });
});

it("leaves the button of a mail's link where it is of use", () => {
  expect(isRefusedForGood({})).toBe(false);
  expect(isRefusedForGood({ code: INTERNAL_ERROR.code })).toBe(false);
  expect(isRefusedForGood({ code: UNAVAILABLE.code, retryAfterSeconds: 2 })).toBe(false);
  expect(isRefusedForGood({ code: RATE_LIMIT_EXCEEDED.code, retryAfterSeconds: 60 })).toBe(false);
  expect(isRefusedForGood({ code: INVALID_TOKEN.code })).toBe(true);
});

it("names events and refusals of one's own account in words", () => {
  expect(["mfa.challenged", "user.mfa_verified", "rbac.role_created"].map(actionLabel)).toEqual(["Second factor asked for", "Second factor given", "Role created"]);
  expect(["INVALID_CREDENTIALS", "OF_A_PRODUCT", null].map(refusalLabel)).toEqual(["Wrong password", "Refused", "Refused"]);
});
