import { describe, expect, it } from "vitest";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { showMfa } from "@/lib/features/mfa/operations/show-mfa";
import { verifySecondFactor } from "@/lib/features/mfa/operations/verify-second-factor";
import { login } from "@/lib/features/auth/operations/login";
import { showAccount } from "@/lib/features/account/operations/show-account";
import { appCode } from "../../factories/make-second-factor";
import { makeViewer } from "../../factories/make-viewer";
import { callAs } from "../../setup/call-as";
import { DAY, travel } from "../../setup/clock";
import { oneRow, sql } from "../../setup/sql";
import { withEnv } from "../../setup/with-env";

describe("MFA_REQUIRED", () => {
  const REQUIRED = { MFA_REQUIRED: "auditor, manager", MFA_GRACE_DAYS: "7" };
  const signedIn = async (options: Parameters<typeof makeViewer>[1]) => {
    const { user } = await makeViewer([], options);
    const again = () => callAs(null).run(login, { input: { email: user.email, password: user.password } });
    const first = await again();
    return { user, again, viewer: first.ctx.effects.session as { accessToken: string } };
  };

  it("lets its people go on for seven days from their first sign-in under it, then to the setup alone", async () => {
    await withEnv({ ...REQUIRED, SESSION_TTL_SECONDS: "31536000", ACCESS_TOKEN_TTL_SECONDS: "86400" }, async () => {
      const { user, again, viewer } = await signedIn({ roles: ["manager"] });
      const state = await callAs(viewer).output(showMfa);
      expect(state).toMatchObject({ required: true, enabled: false });
      const due = new Date(state.setup_due_at ?? "").getTime();
      await travel(6 * DAY);
      const later = (await again()).ctx.effects.session as { accessToken: string };
      expect(new Date((await callAs(later).output(showMfa)).setup_due_at ?? "").getTime()).toBe(due);
      expect((await callAs(later).run(listTrustedDevices)).error).toBeNull();
      await travel(DAY);
      const late = (await again()).ctx.effects.session as { accessToken: string };
      expect(await callAs(late).refusal(listTrustedDevices)).toMatchObject({ status: 403, code: "MFA_SETUP_REQUIRED" });
      expect((await callAs(late).run(showAccount)).error).toBeNull();
      const { secret } = await callAs(late).output(enableSecondFactor, { input: {} });
      await callAs(late).output(verifySecondFactor, { input: { code: appCode(secret ?? "") } });
      expect((await callAs(late).run(listTrustedDevices)).error).toBeNull();
      expect(await oneRow("SELECT mfa_due_at FROM users WHERE id = $1", [user.id])).toEqual({ mfa_due_at: null });
    });
  });

  it("asks nothing of others, nor of whoever came in by two factors", async () => {
    await withEnv({ ...REQUIRED, MFA_GRACE_DAYS: "0" }, async () => {
      const free = await signedIn({ roles: ["user"] });
      expect((await callAs(free.viewer).run(listTrustedDevices)).error).toBeNull();
      const { user, viewer } = await signedIn({ roles: ["manager"] });
      expect((await callAs(viewer).refusal(listTrustedDevices)).code).toBe("MFA_SETUP_REQUIRED");
      await sql("UPDATE sessions SET amr = '{hwk,user,mfa}' WHERE user_id = $1", [user.id]);
      expect((await callAs(viewer).run(listTrustedDevices)).error).toBeNull();
    });
    await withEnv({ MFA_REQUIRED: "all", MFA_GRACE_DAYS: "0" }, async () => {
      expect((await callAs((await signedIn({ roles: ["user"] })).viewer).refusal(listTrustedDevices)).code).toBe("MFA_SETUP_REQUIRED");
    });
  });

  it("a new password is asked for first", async () => {
    await withEnv({ MFA_REQUIRED: "all", MFA_GRACE_DAYS: "0" }, async () => {
      const { viewer } = await signedIn({ mustChangePassword: true });
      for (const operation of [enableSecondFactor, listTrustedDevices]) expect((await callAs(viewer).refusal(operation, { input: {} })).code).toBe("PASSWORD_CHANGE_REQUIRED");
      expect((await callAs(viewer).refusal(verifySecondFactor, { input: { code: "123456" } })).code).toBe("PASSWORD_CHANGE_REQUIRED");
    });
  });
});
