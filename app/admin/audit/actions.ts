"use server";

import { verifyTrail } from "@/lib/features/audit/operations/verify-trail";
import type { Verification } from "@/lib/features/audit/verify-schema";
import { action } from "@/lib/http/action";

/** What fits into one request; npm run audit:verify has no such end. */
const EVENTS_AT_ONCE = "20000";

const count = (number: number, word: string) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

function departed({ dropped }: Verification): string {
  if (!dropped) return "";
  const unverified = dropped.unverified > 0 ? ` ${count(dropped.unverified, "event")} of these stood in periods that could not be verified.` : "";
  return ` ${count(dropped.events, "older event")} went by retention, the last of ${dropped.until}.${unverified}`;
}

function verdict(verification: Verification): string {
  const { checked: { events, seals }, complete } = verification;
  const what = seals > 0 ? `${count(events, "event")} and ${count(seals, "seal")}` : count(events, "event");
  return `${what} checked: as they were signed.${departed(verification)}${complete ? "" : " There are more: npm run audit:verify checks them all."}`;
}

function alarm(verification: Verification): string | undefined {
  const { first_bad: bad, dropped } = verification;
  if (!bad) return dropped && dropped.unverified > 0 ? verdict(verification) : undefined;
  const where = [bad.event_id && `event ${bad.event_id}`, bad.timestamp, bad.seal !== null && `seal ${bad.seal}`, `digest ${bad.digest}`].filter(Boolean).join(", ");
  return `${bad.problem} First at: ${where}.`;
}

export const verifyAction = action(verifyTrail, {
  toInput: () => ({}),
  toQuery: ({ from }) => ({ from: from === "" ? undefined : from, limit: EVENTS_AT_ONCE }),
  message: verdict,
  trouble: alarm,
});
