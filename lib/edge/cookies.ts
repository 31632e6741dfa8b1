import { edgeEnv } from "./env";

export interface CookieNames {
  access: string;
  refresh: string;
  /** Long-lived random id of a browser its owner has signed in from. */
  device: string;
  /** What stands between a first and a second factor, in browsers that sign in by forms. */
  mfa: string;
  /** By which door this browser was entered last, for the sign-in page. Says nothing of whom. */
  lastProvider: string;
  /** One-time message for the next page. */
  flash: string;
}

/** `__Host-` on https (RFC 6265bis section 4.1.3.2, ASVS V3.3.1): no subdomain can plant or overwrite them. */
export const cookieNames = (): CookieNames => {
  const prefix = edgeEnv().isHttps ? "__Host-" : "";
  return {
    access: `${prefix}access_token`,
    refresh: `${prefix}refresh_token`,
    device: `${prefix}device_id`,
    mfa: `${prefix}mfa_token`,
    lastProvider: `${prefix}last_provider`,
    flash: `${prefix}flash`,
  };
};

export interface CookieAttributes {
  httpOnly: true;
  secure: boolean;
  sameSite: "lax" | "strict" | "none";
  path: "/";
}

/** Attributes of every cookie of ours; the caller adds `maxAge` (seconds). Never a Domain. */
export const cookieAttributes = (): CookieAttributes => {
  const { isHttps, cookieSameSite } = edgeEnv();
  return { httpOnly: true, secure: isHttps, sameSite: cookieSameSite, path: "/" };
};
