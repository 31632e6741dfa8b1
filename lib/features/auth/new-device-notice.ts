/** The mail about a sign-in from a device that the account has not been used on, with the link that answers "this was not me". */
import { now } from "@/lib/clock";
import { queueMail } from "@/lib/email/queue-mail";
import { type OutboxRow, outboxRow } from "@/lib/outbox/outbox";
import type { KnownDevice } from "@/lib/session/known-device";
import { deviceOf } from "@/lib/session/device";
import { newToken } from "@/lib/session/one-time-token";
import type { RequestContext } from "@/lib/session/request-context";
import type { PersonAtDoor } from "./repo";

/** Longer than most people leave their mail unread. */
const REPORT_SECONDS = 7 * 24 * 3600;

export interface NewDeviceNotice {
  /** The parameter of `ISSUE_TOKEN_SQL`. */
  token: Record<string, unknown>;
  mail: OutboxRow;
}

const placeOf = ({ city, country }: RequestContext["geo"]): string | null => [city, country].filter(Boolean).join(", ") || null;

/**
 * Sent with the sign-in, and only if it is not the account's first. null on a device that is known.
 *
 * @param device - null: a client that keeps no cookies. The statement then asks whether such a client came from there before.
 */
export function newDeviceNotice(ctx: RequestContext, person: PersonAtDoor, { sessionId, device }: { sessionId: string; device: KnownDevice | null }): NewDeviceNotice | null {
  if (person.knownDeviceId) return null;
  const at = now();
  const name = deviceOf(ctx.userAgent).name;
  const place = placeOf(ctx.geo);
  const hash = typeof device?.row.hash === "string" ? device.row.hash.slice(2) : null;
  const payload = { session_id: sessionId, device_hash: hash, device: name, place, at: at.toISOString() };
  const { token, row } = newToken({ purpose: "sign_in_report", userId: person.id, address: person.email.toLowerCase(), ttlSeconds: REPORT_SECONDS, payload });
  const mail = queueMail("new-device", person.email, { token, at, device: name, place, address: ctx.ipAddress }, `new-device:${sessionId}`);
  return { token: row, mail: outboxRow(mail) };
}
