import { type APIRequestContext, expect } from "@playwright/test";
import { appCode } from "../../tools/app-code";

export interface Factors {
  secret: string;
  recoveryCodes: string[];
}

/** Turns on an authenticator app by the API, for whoever the request's cookies are of. */
export async function turnOnApp(request: APIRequestContext, baseURL: string): Promise<Factors> {
  const headers = { origin: new URL(baseURL).origin };
  const begun = await request.post(`${baseURL}/api/auth/mfa/enable`, { data: {}, headers });
  const { secret, recovery_codes: recoveryCodes } = (await begun.json()) as { secret: string; recovery_codes: string[] };
  const confirmed = await request.post(`${baseURL}/api/auth/mfa/verify`, { data: { code: appCode(secret) }, headers });
  expect(confirmed.status(), await confirmed.text()).toBe(200);
  return { secret, recoveryCodes };
}
