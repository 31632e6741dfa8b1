/** A browser that an account has signed in from: it has a budget of its own against guessing. It proves nothing by itself. */
import { randomToken, sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import { deviceOf } from "./device";
import { keepsCookies, type RequestContext } from "./request-context";
import { hex } from "./session-store";

export interface KnownDevice {
  /** The cookie's value. */
  token: string;
  /** The parameter of `KEEP_DEVICE_CTE`. */
  row: Record<string, unknown>;
}

/** null for a client that keeps no cookies and presents none: it could never be recognised by its row. */
export function knownDevice(ctx: RequestContext): KnownDevice | null {
  const { deviceCookie } = ctx.credentials;
  if (!deviceCookie && !keepsCookies(ctx)) return null;
  const token = deviceCookie ?? randomToken();
  return { token, row: { id: newId(), hash: hex(sha256(token)), name: deviceOf(ctx.userAgent).name, ip: ctx.ipAddress } };
}

/** The CTE that remembers the device of the one row of `person(id)`; the parameter is `KnownDevice.row` as JSON, or null. */
export const KEEP_DEVICE_CTE = (parameter: string) => `
  device AS (
    INSERT INTO known_devices (id, user_id, device_hash, device_name, ip_address, first_seen_at, last_seen_at)
    SELECT d.id, person.id, d.hash, d.name, d.ip, app_now(), app_now()
      FROM person, jsonb_to_record(${parameter}::jsonb) AS d(id uuid, hash bytea, name text, ip text)
     WHERE d.id IS NOT NULL
    ON CONFLICT (user_id, device_hash) DO UPDATE SET last_seen_at = app_now(), ip_address = excluded.ip_address)`;
