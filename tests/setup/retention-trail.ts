/** A trail of old months, and the role that drops them. */
import type pg from "pg";
import { dropPeriod, type RetentionRequest } from "@/lib/audit/retention";
import { type Ask, sealPending } from "@/lib/audit/seal-pending";
import { type TrailCheck, verifyTrail } from "@/lib/audit/verify-trail";
import { makeEvents } from "../factories/make-events";
import { asRetention } from "./retention-role";
import { sql } from "./sql";

export const YEAR = 2019;
export const EVENTS_A_MONTH = 3;

/** What is wholly before a month of that year. */
export const before = (month: number): RetentionRequest => ({ before: new Date(Date.UTC(YEAR, month - 1)), by: "the tests" });

/** Seals the first months of that year, one seal for each. */
export async function sealMonths(count: number): Promise<void> {
  for (let month = 0; month < count; month += 1) {
    await makeEvents(null, Array.from({ length: EVENTS_A_MONTH }, (_, day) => ({ action: "user.login_failed", occurredAt: new Date(Date.UTC(YEAR, month, 1 + day)), identifier: "somebody@example.com", ip: "203.0.113.7" })));
    await sealPending();
  }
}

/** A session of the role; end its client. */
export interface Dropper {
  client: pg.Client;
  /** One piece, in a transaction of its own. */
  drop(request: RetentionRequest, max?: number): ReturnType<typeof dropPeriod>;
}

export async function makeDropper(): Promise<Dropper> {
  const client = await asRetention();
  const ask: Ask = async <Row>(text: string, values: unknown[] = []) => (await client.query(text, values)).rows as Row[];
  const drop: Dropper["drop"] = async (request, max) => {
    await client.query("BEGIN");
    try {
      const tombstone = await dropPeriod(ask, request, { max });
      await client.query("COMMIT");
      return tombstone;
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    }
  };
  return { client, drop };
}

/** Piece after piece. @returns how many events each took */
export async function dropAll({ drop }: Dropper, request: RetentionRequest, max?: number): Promise<number[]> {
  const events: number[] = [];
  for (let tombstone = await drop(request, max); tombstone; tombstone = await drop(request, max)) events.push(tombstone.events);
  return events;
}

/** As the owner of the database can: without the table's trigger. */
export async function tamper(table: "audit_events" | "audit_seals" | "audit_tombstones", text: string, values: unknown[] = []): Promise<void> {
  await sql(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_append_only`);
  await sql(text, values).finally(() => sql(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_append_only`));
}

export const sealNumbers = async (): Promise<number[]> => (await sql<{ number: number }>("SELECT number FROM audit_seals ORDER BY number")).map(({ number }) => number);

export const firstFault = async (): Promise<TrailCheck["first_fault"]> => (await verifyTrail()).first_fault;
