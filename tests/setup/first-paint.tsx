import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { AuthProvider, type AuthProviderProps } from "@/components/auth/auth-provider";
import type { AuthUser } from "@/lib/client/auth-wire";

const PERSON: AuthUser = {
  id: "019a0000-0000-7000-8000-000000000001", email: "grace@example.com", username: "grace", first_name: "Grace", last_name: "Hopper", full_name: "Grace Hopper",
  phone_number: null, date_of_birth: null, bio: null, occupation: null, address: null, city: null, state: null, country: null, zip_code: null,
  is_verified: true, is_active: true, mfa_enabled: false, provider: "local", role: "manager", role_id: "019a0000-0000-7000-8000-000000000002", role_name: "manager",
  roles: ["manager"], permissions: ["users.view", "users.edit"], tenant_id: null, profile_picture_url: null, profile_picture: null,
  created_at: "2026-01-01T00:00:00.000Z", updated_at: "2026-01-01T00:00:00.000Z", last_login_at: null,
};

export const person = (changes: Partial<AuthUser> = {}): AuthUser => ({ ...PERSON, ...changes });

/** The HTML of the first paint, below a provider; comments that React needs for itself are left out. */
export const firstPaint = (children: ReactNode, props: Partial<AuthProviderProps> = {}): string =>
  renderToString(<AuthProvider {...props}>{children}</AuthProvider>).replaceAll("<!-- -->", "");

/** What a hook returns at the first paint. */
export function valueOf<T>(use: () => T, props: Partial<AuthProviderProps> = {}): T {
  const seen: T[] = [];
  function Probe(): null {
    seen.push(use());
    return null;
  }
  firstPaint(<Probe />, props);
  if (!seen[0]) throw new Error("nothing was rendered");
  return seen[0];
}
