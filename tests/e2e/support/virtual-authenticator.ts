import type { CDPSession, Page } from "@playwright/test";

/** Chromium's own virtual authenticator: a device that verifies its owner, until it is told otherwise. */
export interface ChromiumAuthenticator {
  /** Whether somebody touches it as soon as it is asked. */
  touch(isTouched: boolean): Promise<void>;
  /** Whether it recognises its owner. */
  recognise(isRecognised: boolean): Promise<void>;
  count(): Promise<number>;
}

export async function addAuthenticator(page: Page, { isTouched = true } = {}): Promise<ChromiumAuthenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: isTouched },
  });
  return {
    touch: async (enabled) => void (await session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled })),
    recognise: async (isUserVerified) => void (await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified })),
    count: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
  };
}

/** Takes the question in the field for the name away, so that nothing but the button asks. */
export const withoutAutofill = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    if (window.PublicKeyCredential) window.PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
