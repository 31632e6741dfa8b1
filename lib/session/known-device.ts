/**
 * A browser that an account has signed in from: it has a budget of its own against guessing. It proves nothing by itself; where its
 * owner has said so, it stands for the second factor for a while.
 */
import { randomToken, sha256 } from "@/lib/crypto";
import { bytea } from "@/lib/db";
import { newId } from "@/lib/ids";
import { deviceOf } from "./device";
import { keepsCookies, type RequestContext } from "./request-context";

export interface KnownDevice {
  /** The cookie's value. */
  token: string;
  /** The parameter of `KEEP_DEVICE_CTE`. */
  row: Record<string, unknown>;
}

/**
 * null for a client that keeps no cookies and presents none: it could never be recognised by its row.
 * A trusted one gets a new name: somebody may have copied the cookie that is there, or have put it there.
 * @param trustDays - for how long it stands for the second factor from now on; 0: nothing changes of that
 */
export function knownDevice(ctx: RequestContext, trustDays = 0): KnownDevice | null {
  const { deviceCookie } = ctx.credentials;
  if (!deviceCookie && !keepsCookies(ctx)) return null;
  const token = (trustDays === 0 && deviceCookie) || randomToken();
  return { token, row: { id: newId(), hash: bytea(sha256(token)), name: deviceOf(ctx.userAgent).name, ip: ctx.ipAddress, trust_days: trustDays || null } };
}

/** The CTE that remembers the device of the one row of `person(id)`; the parameter is `KnownDevice.row` as JSON, or null. */
export const KEEP_DEVICE_CTE = (parameter: string) => `
  device AS (
    INSERT INTO known_devices AS known (id, user_id, device_hash, device_name, ip_address, first_seen_at, last_seen_at, trusted_at, trusted_until)
    SELECT d.id, person.id, d.hash, d.name, d.ip, app_now(), app_now(), CASE WHEN d.trust_days IS NOT NULL THEN app_now() END, app_now() + make_interval(days => d.trust_days)
      FROM person, jsonb_to_record(${parameter}::jsonb) AS d(id uuid, hash bytea, name text, ip text, trust_days int)
     WHERE d.id IS NOT NULL
    ON CONFLICT (user_id, device_hash) DO UPDATE SET last_seen_at = app_now(), ip_address = excluded.ip_address,
      trusted_at = coalesce(excluded.trusted_at, known.trusted_at), trusted_until = coalesce(excluded.trusted_until, known.trusted_until))`;

/** Of `known_devices AS <device>` of `users AS <user>`: its time is not over, and the password is the one of when it was trusted. Never null. */
export const IS_TRUSTED_SQL = (device: string, user: string) => `
  coalesce(${device}.trusted_until > app_now() AND (${user}.password_changed_at IS NULL OR ${device}.trusted_at > ${user}.password_changed_at), false)`;
