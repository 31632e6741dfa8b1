/** What the tests of the transports stand on: an outbox of their own, and a service on loopback that the environment names. */
import { vi } from "vitest";
import { prisma } from "@/lib/db";
import type { OutgoingMail } from "@/lib/email/mail";
import { queueMail } from "@/lib/email/queue-mail";
import { forgetEnv } from "@/lib/env";
import { newId } from "@/lib/ids";
import { sql } from "@/tests/setup/sql";

export const FROM = "Gatehouse <no-reply@example.com>";

/** In `beforeEach`. @param settings - of the service @returns what is written to the log from now on */
export async function mailLeavesBy(settings: Record<string, string>): Promise<string[]> {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((piece) => written.push(String(piece)) > 0);
  for (const [name, value] of Object.entries({ EMAIL_FROM: FROM, LOG_LEVEL: "debug", ...settings })) vi.stubEnv(name, value);
  forgetEnv();
  await sql("TRUNCATE outbox_messages, mailbox_messages");
  return written;
}

/** In `afterEach`. */
export function forgetMailService(): void {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  forgetEnv();
}

export const mailTo = (to: string) => queueMail("welcome", to, { username: "älice" });
export const outgoing = (to = "a@example.com"): OutgoingMail => ({ ...mailTo(to).payload, messageId: newId(), idempotencyKey: newId() });
export const outboxRows = () => prisma.outboxMessage.findMany({ orderBy: { id: "asc" } });
export const makeDue = () => sql("UPDATE outbox_messages SET next_attempt_at = app_now() - interval '1 s', claimed_until = NULL");
export const faultOf = (work: Promise<void>): Promise<unknown> => work.then(() => null, (error: unknown) => error);
