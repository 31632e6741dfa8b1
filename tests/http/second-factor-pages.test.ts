// Before anything of Next is loaded: the stores that headers() and cookies() read are made with it.
import "next/dist/server/node-environment-baseline";
import { isValidElement, type ReactElement, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import { SecondFactorBanner } from "@/components/mfa/second-factor-banner";
import { privateHeaders } from "@/lib/edge/private-headers";
import { enableSecondFactor } from "@/lib/features/mfa/operations/enable-second-factor";
import { listTrustedDevices } from "@/lib/features/mfa/operations/list-trusted-devices";
import { login } from "@/lib/features/auth/operations/login";
import { makeSecondFactor } from "../factories/make-second-factor";
import { makeUser } from "../factories/make-user";
import { makeViewer } from "../factories/make-viewer";
import { inNextRequest } from "../matrix/in-next-request";
import { callAs } from "../setup/call-as";
import { FIREFOX, freshAddress } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

const pages = { "/mfa": () => import("@/app/(auth)/mfa/page"), "/account/security": () => import("@/app/(app)/account/security/page"), "/account/sessions": () => import("@/app/(app)/account/sessions/page") };
beforeAll(async () => void (await Promise.all(Object.values(pages).map((load) => load()))), 90_000);

/** The page's HTML, or where it leads to. */
async function visit(path: keyof typeof pages, cookie: string, search: Record<string, string> = {}): Promise<string> {
  const { default: Page } = await pages[path]();
  const headers = { "user-agent": FIREFOX, [privateHeaders.path]: path, [privateHeaders.clientAddress]: freshAddress(), cookie };
  let html = "";
  const end = await inNextRequest(headers, async () => {
    html = renderToString((await Page({ params: Promise.resolve({}), searchParams: Promise.resolve(search) })) as ReactNode);
  });
  return end.kind === "redirect" ? `to ${end.to}` : html.replaceAll("<!-- -->", "");
}

/** The first element of a kind below a node, without what components would make of their properties. */
function below(node: ReactNode, kind: unknown): ReactElement | null {
  if (Array.isArray(node)) return node.map((each: ReactNode) => below(each, kind)).find((found) => found !== null) ?? null;
  if (!isValidElement<{ children?: ReactNode }>(node)) return null;
  return node.type === kind ? node : below(node.props.children, kind);
}

async function waiting(factors: Parameters<typeof makeSecondFactor>[1]): Promise<string> {
  const user = await makeUser({ email: `ada-${Date.now()}@example.com` });
  await makeSecondFactor(user, factors);
  return `mfa_token=${String((await callAs(null).refusal(login, { input: { email: user.email, password: user.password } })).details?.mfa_token)}`;
}

describe("/mfa", () => {
  it("asks for the first way, offers the others by links, and keeps the way back", async () => {
    const cookie = await waiting({ email: true });
    const html = await visit("/mfa", cookie, { return_to: "/admin/users?page=2" });
    expect(html).toContain('autoComplete="one-time-code"');
    expect(html).toContain('name="method" value="totp"');
    expect(html).toContain('name="return_to" value="/admin/users?page=2"');
    expect(html).toContain(`href="/mfa?method=email&amp;return_to=${encodeURIComponent("/admin/users?page=2")}"`);
    expect(html).toContain("Do not ask on this device for 30 days");
    expect(html).not.toContain(cookie.slice("mfa_token=".length));
    const mailed = await visit("/mfa", cookie, { method: "email" });
    expect(mailed).toContain("Mail me a code");
    expect(mailed).toContain("a…@example.com");
    expect(await visit("/mfa", cookie, { method: "recovery_code" })).toContain("Recovery code");
  });

  it("leads back to the sign-in page where nothing waits, and on where somebody is signed in", async () => {
    for (const cookie of ["", "mfa_token=made-up"]) expect(await visit("/mfa", cookie, { return_to: "/account" })).toBe("to /login?notice=second_step&return_to=%2Faccount");
    const viewer = await makeViewer();
    expect(await visit("/mfa", `access_token=${viewer.accessToken}`, { return_to: "https://evil.example/" })).toBe("to /dashboard");
  });

  it("is asked of whoever is signed in meanwhile, and says whose session it takes the place of", async () => {
    const cookie = await waiting({});
    const viewer = await makeViewer();
    const html = await visit("/mfa", `${cookie}; access_token=${viewer.accessToken}`);
    expect(html).toContain('autoComplete="one-time-code"');
    expect(html).toContain("For a…@example.com.");
    expect(html).toContain(`You are signed in as ${viewer.user.username}`);
    expect(await visit("/mfa", cookie)).not.toContain("You are signed in as");
  });

  it("offers no trust where TRUSTED_DEVICE_DAYS is 0", () =>
    withEnv({ TRUSTED_DEVICE_DAYS: "0" }, async () => expect(await visit("/mfa", await waiting({}))).not.toContain("trust_device")));
});

describe("the settings", () => {
  it("say how it stands, and go on with a setup that was begun", async () => {
    const viewer = await makeViewer();
    const cookie = `access_token=${viewer.accessToken}`;
    expect(await visit("/account/security", cookie)).toContain("Set up: Authenticator app");
    await callAs(viewer).output(enableSecondFactor, { input: {} });
    expect(await visit("/account/security", cookie)).toContain("Enter the code that your app shows.");
    const protectedOne = await makeViewer();
    await makeSecondFactor(protectedOne.user);
    const html = await visit("/account/security", `access_token=${protectedOne.accessToken}`);
    expect(html).toContain("10 recovery codes are left.");
    expect(html).toContain("Turn the second factor off");
  });

  it("are what pages lead to while a second factor is due, with the setup on them and little else", async () => {
    await withEnv({ MFA_REQUIRED: "all", MFA_GRACE_DAYS: "0" }, async () => {
      const { user } = await makeViewer();
      const { ctx } = await callAs(null).run(login, { input: { email: user.email, password: user.password } });
      const session = ctx.effects.session as { accessToken: string };
      expect((await callAs(session).refusal(listTrustedDevices)).code).toBe("MFA_SETUP_REQUIRED");
      const cookie = `access_token=${session.accessToken}`;
      expect(await visit("/account/sessions", cookie)).toBe("to /account/security?due=second_factor");
      const html = await visit("/account/security", cookie, { due: "second_factor" });
      expect(html).toContain("Set up a second factor to go on");
      expect(html).toContain("Set up: Authenticator app");
      expect(html).not.toContain("Turn the second factor off");
    });
  });

  it("are what every page leads to before that, with the day until which one may go on", async () => {
    const { AppFrame } = await import("@/app/app-frame");
    const bannerOf = async (accessToken: string): Promise<string | null> => {
      let banner: ReactElement | null = null;
      const headers = { "user-agent": FIREFOX, [privateHeaders.path]: "/dashboard", [privateHeaders.clientAddress]: freshAddress(), cookie: `access_token=${accessToken}` };
      await inNextRequest(headers, async () => void (banner = below(await AppFrame({ children: null }), SecondFactorBanner)));
      return banner && renderToString(banner).replaceAll("<!-- -->", "");
    };
    await withEnv({ MFA_REQUIRED: "manager", MFA_GRACE_DAYS: "7" }, async () => {
      const session = async (options: Parameters<typeof makeUser>[0]) => {
        const user = await makeUser(options);
        const { ctx } = await callAs(null).run(login, { input: { email: user.email, password: user.password } });
        return { user, ...(ctx.effects.session as { accessToken: string }) };
      };
      const manager = await session({ roles: ["manager"] });
      const banner = await bannerOf(manager.accessToken);
      expect(banner).toMatch(/Your account has to have one by .*\d{4}.* After that nothing else opens before it has\./s);
      expect(banner).toContain('href="/account/security#second-factor"');
      expect(await bannerOf((await session({ roles: ["user"] })).accessToken)).toBeNull();
      await makeSecondFactor(manager.user);
      expect(await bannerOf(manager.accessToken)).toBeNull();
    });
  });
});
