import { renderToString } from "react-dom/server";
import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { SecondFactorPanel } from "@/components/mfa/second-factor-panel";
import { SetupBox } from "@/components/mfa/setup-box";
import { emptyFormState, type FormAction } from "@/components/ui/form-state";
import type { MfaState } from "@/lib/features/mfa/schema";

const nothing: FormAction = async (state) => state;
const ON: MfaState = { enabled: true, methods: ["totp"], setup_pending: null, recovery_codes_left: 10, recovery_codes_low: false, required: false, setup_due_at: null };

const html = (element: Parameters<typeof renderToString>[0]): string => renderToString(element).replaceAll("<!-- -->", "");
const panel = (changes: Partial<MfaState>): string =>
  html(<SecondFactorPanel mfa={{ ...ON, ...changes }} enableAction={nothing} confirmAction={nothing} disableAction={nothing} sendCodeAction={nothing} renewCodesAction={nothing} />);

describe("the settings of the second factor", () => {
  const WARNING = "Make new ones, or you may lock yourself out.";

  it.each([[3, "3 recovery codes are left."], [1, "One recovery code is left."], [0, "No recovery code is left."]])("warn of %i recovery codes", (left, sentence) => {
    expect(panel({ recovery_codes_left: left, recovery_codes_low: true })).toContain(`<p class="text-warning-text">${sentence} ${WARNING}</p>`);
  });

  it("do not warn while there are enough, nor where there is no second factor", () => {
    const enough = panel({ recovery_codes_left: 4 });
    expect(enough).toContain("4 recovery codes are left.");
    expect(enough).not.toContain(WARNING);
    expect(panel({ enabled: false, methods: [], recovery_codes_left: 0 })).not.toContain("recovery code");
  });

  it("cannot turn off what has to be there", () => {
    expect(panel({})).toContain("Turn the second factor off");
    const kept = panel({ required: true });
    expect(kept).not.toContain("Turn the second factor off");
    expect(kept).toContain("cannot be turned off");
  });
});

describe("the setup of an authenticator app", () => {
  const URL = "otpauth://totp/Gatehouse:ada%40example.com?issuer=Gatehouse&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30";
  const box = html(<SetupBox kind="totp" secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" url={URL} state={emptyFormState} confirm={() => undefined} sendCodeAction={nothing} />);

  it("draws the app's address as a QR code, dark on white, module by module, with four of them around it", () => {
    const { data, size } = encode(URL, { border: 4 });
    expect(box).toContain(`viewBox="0 0 ${size} ${size}"`);
    expect(box).toContain('fill="#fff"');
    const drawn = new Set([...box.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x} ${y}`] : [])));
    expect(drawn).toEqual(new Set(dark));
    expect(dark.every((at) => at.split(" ").every((part) => Number(part) >= 4 && Number(part) < size - 4))).toBe(true);
  });

  it("shows the key to be typed, and a link for an app on this device", () => {
    expect(box).toContain("JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP");
    expect(box).toContain(`href="${URL.replaceAll("&", "&amp;")}"`);
  });

  it("says what to do where they are not shown any more", () => {
    const later = html(<SetupBox kind="totp" secret={null} url={null} state={emptyFormState} confirm={() => undefined} sendCodeAction={nothing} />);
    expect(later).toContain("If you have not scanned the QR code, begin again.");
    expect(later).not.toContain("<svg role");
  });
});
