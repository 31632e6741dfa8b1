/** Something that works once, used many times at the same moment at the instances of one database: one use may win. */
import { encodeRequest, HttpConnection, readBody } from "../bench/http-connection.mjs";
import { sql } from "../../tests/setup/sql";
import { must } from "./proof-servers.mjs";

/** `Body` names what is read of a success. */
export interface Answer<Body = unknown> {
  status: number;
  /** A refusal has a code. */
  body: Body & { code?: string };
}

interface Asked {
  /** Without it the request is a GET. */
  data?: unknown;
  /** An access token, sent as Bearer. */
  token?: string;
  cookie?: string;
}

export interface World {
  /** Of the instances, which are used in turn. */
  urls: string[];
  atOnce: number;
  /** Every claim counts as one whose time is over, so that what is left to decide is the use itself. */
  claimsLapse?: boolean;
  ask: <Body>(url: string, path: string, asked?: Asked) => Promise<Answer<Body>>;
}

export interface Trial {
  /** One of those that leave together; `index` from zero, an even one to the first instance. */
  use: (url: string, index: number) => Promise<Answer>;
  /** Whose rows in the trail are counted. */
  about: { userId: string } | { invitationId: string };
  /** Another use, afterwards. Default: the first one's. */
  again?: (url: string) => Promise<Answer>;
  /** What has to hold once the use of this index has won. */
  after: (index: number) => Promise<void>;
}

export interface Kind {
  title: string;
  /** One of these, once, is what a use leaves in the trail as a success. */
  actions: string[];
  /** What all others may be answered, as `400 INVALID_TOKEN`. */
  refusals: string[];
  /** What they may be answered besides, where a claim kept none of them out. */
  lateRefusals?: string[];
  /** Every refusal is a row of the trail, too, but for those of who was late behind a claim. */
  isEachRecorded?: boolean;
  begin: (world: World) => Promise<Trial>;
}

const PATIENCE_MS = 60_000;

/** Connections that stay open, so that what is sent at once arrives at once. */
export class Lines {
  private readonly idle = new Map<string, HttpConnection[]>();

  readonly ask: World["ask"] = async <Body>(url: string, path: string, { data, token, cookie }: Asked = {}) => {
    const { host, port } = new URL(url);
    const idle = this.idle.get(host) ?? [];
    this.idle.set(host, idle);
    const line = idle.pop() ?? new HttpConnection(Number(port));
    const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(cookie ? { cookie } : {}) };
    const { status, body } = await line.send(encodeRequest({ method: data === undefined ? "GET" : "POST", path, headers, body: data }, host));
    idle.push(line);
    return { status, body: readBody(body) as Answer<Body>["body"] };
  };

  close(): void {
    for (const line of [...this.idle.values()].flat()) line.close();
  }
}

const COUNT = "SELECT count(*) FILTER (WHERE success)::int AS done, count(*) FILTER (WHERE NOT success)::int AS refused FROM audit_events WHERE action = ANY($2) AND";

async function trailOf({ actions }: Kind, about: Trial["about"]): Promise<{ done: number; refused: number }> {
  const [counted] =
    "userId" in about
      ? await sql<{ done: number; refused: number }>(`${COUNT} target_user_id = $1::uuid`, [about.userId, actions])
      : await sql<{ done: number; refused: number }>(`${COUNT} resource_type = 'invitation' AND resource_id = $1`, [about.invitationId, actions]);
  return counted ?? { done: 0, refused: 0 };
}

const inTime = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([work, new Promise<never>((_resolve, reject) => setTimeout(reject, PATIENCE_MS, new Error(`no answer within ${PATIENCE_MS} ms`)).unref())]);

const nameOf = ({ status, body }: Answer): string => `${status} ${body.code ?? ""}`;

/** @returns what the others were answered; null: the machine was too busy for one of them (503), so nothing is shown but that no two won */
async function race(kind: Kind, world: World): Promise<string[] | null> {
  const { urls, atOnce, claimsLapse = false } = world;
  const refusals = claimsLapse ? [...kind.refusals, ...(kind.lateRefusals ?? [])] : kind.refusals;
  const { use, about, after, again = (url) => use(url, 0) } = await kind.begin(world);
  const answers = await inTime(Promise.all(Array.from({ length: atOnce }, (_, index) => use(urls[index % urls.length] ?? "", index))));
  const winners = answers.flatMap(({ status }, index) => (status < 300 ? [index] : []));
  const others = answers.filter(({ status }) => status >= 300).map(nameOf);
  const told = [...new Set(others)];
  must(winners.length <= 1, `${winners.length} won; the others were answered ${told.join(", ")}`);
  if (answers.some(({ status }) => status === 503)) return null;
  const [winner] = winners;
  must(winner !== undefined, `nobody won; they were answered ${told.join(", ")}`);
  must(told.every((name) => refusals.includes(name)), `the others were answered ${told.join(", ")}`);
  const { done, refused } = await trailOf(kind, about);
  must(done === 1, `the trail has ${done} successes`);
  must(!kind.isEachRecorded || claimsLapse || refused === others.length, `the trail has ${refused} refusals of ${others.length}`);
  await after(winner ?? -1);
  const later = nameOf(await again(urls.at(-1) ?? ""));
  must(refusals.includes(later), `once more it was answered ${later}`);
  return told;
}

/** One round in ten may be lost to a busy machine. */
const LOST_MAX = 0.1;

/** @returns what the others were answered, and how many rounds were played again @throws Error where a round shows something else */
export async function races(kind: Kind, world: World, rounds: number): Promise<{ told: string[]; lost: number }> {
  const told = new Set<string>();
  let lost = 0;
  for (let round = 0; round < rounds; ) {
    const answers = await race(kind, world);
    for (const name of answers ?? []) told.add(name);
    if (answers) round += 1;
    else lost += 1;
    must(lost <= Math.max(1, rounds * LOST_MAX), `${lost} rounds found the servers too busy`);
  }
  return { told: [...told].sort(), lost };
}
