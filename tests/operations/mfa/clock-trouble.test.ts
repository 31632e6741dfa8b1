/** A device whose clock is off: its codes are refused, and its owner is told why. */
import { describe, expect, it } from "vitest";
import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { appCode } from "../../factories/make-second-factor";
import { makeSession } from "../../factories/make-session";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { MINUTE, travel } from "../../setup/clock";
import { firstStep, personWithTwoFactors, secondStep } from "./second-step";

const SLOW = { reason: "clock_slow", sentence: /a minute or two old.*clock of your device is slow/ };
const FAST = { reason: "clock_fast", sentence: /clock of your device is ahead.*wait two minutes/ };

describe("an app's code of another minute", () => {
  it.each([[-2, SLOW], [-4, SLOW], [2, FAST], [4, FAST]] as const)("by %i steps is refused with a sentence of its own, and its row in the trail", async (steps, { reason, sentence }) => {
    const person = await personWithTwoFactors();
    const token = await firstStep(person);
    const rows = await auditRowsOf(async () => {
      const { error } = await secondStep(token, appCode(person.secret, steps));
      const said = expect.stringMatching(sentence) as string;
      expect(error).toMatchObject({ status: 400, code: "INVALID_MFA_CODE", message: said, details: { reason, fields: { code: [said] }, tries_left: 4 } });
    });
    expect(rows).toMatchObject([{ action: "user.mfa_failed", success: false, error_code: "INVALID_MFA_CODE", target_user_id: person.id, metadata: { reason } }]);
  });

  it("says so where an app is set up, turned off, and proves who is there", async () => {
    const newcomer = await makeViewer();
    const { secret } = await callAs(newcomer).output(enableSecondFactor, { input: {} });
    expect(await callAs(newcomer).refusal(verifySecondFactor, { input: { code: appCode(secret ?? "", 2) } })).toMatchObject({ code: "INVALID_MFA_CODE", details: { reason: "clock_fast" } });
    const person = await personWithTwoFactors();
    const viewer = await makeSession(person);
    expect(await callAs(viewer).refusal(disableSecondFactor, { input: { code: appCode(person.secret, -2) } })).toMatchObject({ code: "INVALID_MFA_CODE", details: { reason: "clock_slow" } });
    const rows = await auditRowsOf(async () =>
      expect(await callAs(viewer).refusal(reauthenticate, { input: { code: appCode(person.secret, -3) } })).toMatchObject({ code: "PROOF_REFUSED", details: { fields: { code: [expect.stringMatching(SLOW.sentence)] } } }));
    expect(rows).toMatchObject([{ action: "user.reauthenticated", success: false, metadata: { method: "totp", reason: "clock_slow" } }]);
  });

  it("that is still to come is void once that was told; two minutes later the code that is shown is good", async () => {
    const person = await personWithTwoFactors();
    const told = appCode(person.secret, 2);
    expect((await secondStep(await firstStep(person), told)).error?.details?.reason).toBe("clock_fast");
    await travel(MINUTE);
    const { error } = await secondStep(await firstStep(person), told);
    expect([error?.code, error?.details?.reason]).toEqual(["INVALID_MFA_CODE", undefined]);
    await travel(MINUTE);
    expect((await secondStep(await firstStep(person), appCode(person.secret))).error).toBeNull();
  });
});

it("a code that was used a minute ago, or is of another hour, is wrong and no more", async () => {
  const person = await personWithTwoFactors();
  const used = appCode(person.secret);
  expect((await secondStep(await firstStep(person), used)).error).toBeNull();
  await travel(MINUTE);
  for (const code of [used, appCode(person.secret, 5), appCode(person.secret, -120)]) {
    const { error } = await secondStep(await firstStep(person), code);
    expect([error?.code, error?.details?.reason]).toEqual(["INVALID_MFA_CODE", undefined]);
  }
});
