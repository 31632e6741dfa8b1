/** What `npm run prove one-time` does with 64 at once at two instances, in small; and with nothing but the use itself to decide. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kinds } from "@/scripts/prove/one-time-kinds";
import { type Kind, Lines, races } from "@/scripts/prove/one-time-race";
import { type LoopbackApi, startLoopbackApi } from "../client/loopback-api";
import { sql } from "../setup/sql";
import { withEnv } from "../setup/with-env";

const AT_ONCE = 16;
/** Fewer than a server has connections to its database: each of these waits in a transaction. */
const LATE_AT_ONCE = 8;
const ROUNDS = 2;
const PATIENCE_MS = 60_000;

let api: LoopbackApi;
const lines = new Lines();

beforeAll(async () => {
  api = await startLoopbackApi();
});

afterAll(async () => {
  lines.close();
  await api.close();
});

const play = (kind: Kind, claimsLapse: boolean) =>
  withEnv({ RATE_LIMIT_ENABLED: "false" }, () => races(kind, { urls: [api.url], atOnce: claimsLapse ? LATE_AT_ONCE : AT_ONCE, claimsLapse, ask: lines.ask }, ROUNDS));

describe("of sixteen at once one wins @asvs V15.4.2", () => {
  it.each(kinds)("$title", async (kind) => expect((await play(kind, false)).told).not.toEqual([]), PATIENCE_MS);
});

/** As if each that claimed had taken more than its time. */
const LAPSE = `
CREATE FUNCTION claimed_long_ago() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.claimed_at := NEW.claimed_at - interval '1 minute'; RETURN NEW; END $$;
CREATE TRIGGER claimed_long_ago BEFORE UPDATE OF claimed_at ON one_time_tokens FOR EACH ROW EXECUTE FUNCTION claimed_long_ago()`;

describe("of eight that have claimed it one wins @asvs V15.4.2", () => {
  beforeAll(() => sql(LAPSE));

  it.each(kinds)("$title", async (kind) => expect((await play(kind, true)).told).not.toEqual([]), PATIENCE_MS);
});
