import { describe, expect, it } from "vitest";
import { disableSecondFactor } from "@/lib/features/mfa/operations/disable-second-factor";
import { distrustDevice } from "@/lib/features/mfa/operations/distrust-device";
import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { login } from "@/lib/features/auth/operations/login";
import { appCode } from "../../factories/make-second-factor";
import { makeViewer } from "../../factories/make-viewer";
import { auditRowsOf } from "../../setup/audit-rows";
import { callAs } from "../../setup/call-as";
import { DAY, MINUTE, travel } from "../../setup/clock";
import { oneRow } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";
import { firstStep, personWithTwoFactors, secondStep } from "./second-step";

describe("a trusted device", () => {
  const BROWSER = { origin: "http://localhost:3000", secFetchSite: "same-origin" };
  async function trusted() {
    const person = await personWithTwoFactors();
    const done = await secondStep(await firstStep(person), appCode(person.secret), { trust_device: true, options: BROWSER });
    const deviceCookie = done.ctx.effects.deviceToken ?? "";
    const viewer = done.ctx.effects.session as { accessToken: string };
    const signIn = (cookie: string | null) => callAs(null, { ...BROWSER, deviceCookie: cookie }).run(login, { input: { email: person.email, password: person.password } });
    return { person, deviceCookie, viewer, signIn };
  }

  it("is not asked for thirty days, and no other device is spared", async () => {
    const { person, deviceCookie, signIn } = await trusted();
    expect((await signIn(deviceCookie)).error).toBeNull();
    expect((await signIn(null)).error?.code).toBe("MFA_REQUIRED");
    expect(await oneRow("SELECT amr FROM sessions WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1", [person.id])).toEqual({ amr: ["pwd"] });
    await travel(30 * DAY);
    expect((await signIn(deviceCookie)).error?.code).toBe("MFA_REQUIRED");
  });

  it("is nobody's who did not ask for it, and nobody's where TRUSTED_DEVICE_DAYS is 0", async () => {
    const person = await personWithTwoFactors();
    const deviceOf = async (trust_device: boolean, steps: number) => (await secondStep(await firstStep(person), appCode(person.secret, steps), { trust_device, options: BROWSER })).ctx.effects.deviceToken ?? null;
    const signIn = (deviceCookie: string | null) => callAs(null, { ...BROWSER, deviceCookie }).run(login, { input: { email: person.email, password: person.password } });
    expect((await signIn(await deviceOf(false, 0))).error?.code).toBe("MFA_REQUIRED");
    await withEnv({ TRUSTED_DEVICE_DAYS: "0" }, async () => expect((await signIn(await deviceOf(true, 1))).error?.code).toBe("MFA_REQUIRED"));
  });

  it("has a new cookie: the one that was there, which somebody may have copied or put there, is trusted in nothing", async () => {
    const person = await personWithTwoFactors();
    const planted = { ...BROWSER, deviceCookie: "d".repeat(43) };
    const signIn = (deviceCookie: string) => callAs(null, { ...BROWSER, deviceCookie }).run(login, { input: { email: person.email, password: person.password } });
    const untrusted = await secondStep(await firstStep(person, planted), appCode(person.secret), { options: planted });
    expect(untrusted.ctx.effects.deviceToken).toBe(planted.deviceCookie);
    const done = await secondStep(await firstStep(person, planted), appCode(person.secret, 1), { trust_device: true, options: planted });
    const fresh = done.ctx.effects.deviceToken ?? "";
    expect(fresh).toMatch(/^[\w-]{43}$/);
    expect(fresh).not.toBe(planted.deviceCookie);
    expect((await signIn(planted.deviceCookie)).error?.code).toBe("MFA_REQUIRED");
    expect((await signIn(fresh)).error).toBeNull();
  });

  it("is listed, and asked again once its owner says so", async () => {
    const { viewer, deviceCookie, signIn } = await trusted();
    const { devices } = await callAs(viewer, { deviceCookie }).output(listTrustedDevices);
    expect(devices).toMatchObject([{ device_name: "Firefox on Linux", is_current: true, trusted_until: expect.any(String) }]);
    const id = devices[0]?.id ?? "";
    const rows = await auditRowsOf(() => callAs(viewer).output(distrustDevice, { params: { id } }));
    expect(rows).toMatchObject([{ action: "mfa.trust_revoked", resource_type: "device", resource_id: id, metadata: { device: "Firefox on Linux" } }]);
    expect((await signIn(deviceCookie)).error?.code).toBe("MFA_REQUIRED");
    expect(await callAs(viewer).output(listTrustedDevices)).toEqual({ devices: [], count: 0 });
    expect(await callAs(viewer).refusal(distrustDevice, { params: { id } })).toMatchObject({ status: 404 });
  });

  it("is somebody else's to nobody", async () => {
    const { viewer } = await trusted();
    const [device] = (await callAs(viewer).output(listTrustedDevices)).devices;
    expect(await callAs(await makeViewer(["*"], { reach: "platform" })).refusal(distrustDevice, { params: { id: device?.id } })).toMatchObject({ status: 404 });
  });

  it("loses the trust with the password, and with the second factor", async () => {
    const { person, viewer, deviceCookie, signIn } = await trusted();
    await travel(MINUTE);
    await callAs(viewer).output(changePassword, { input: { current_password: person.password, new_password: "nine lanterns over the harbour" } });
    expect((await callAs(viewer).output(listTrustedDevices)).count).toBe(0);
    person.password = "nine lanterns over the harbour";
    expect((await signIn(deviceCookie)).error?.code).toBe("MFA_REQUIRED");
    const other = await trusted();
    await callAs(other.viewer).output(disableSecondFactor, { input: { code: other.person.recoveryCodes[0] ?? "" } });
    expect((await callAs(other.viewer).output(listTrustedDevices)).count).toBe(0);
  });
});
