/**
 * Every example of the OpenAPI document is sent to the handler that answers its address. The answer has the status, the headers
 * and the schema that the document says, and the fields that its recorded answer shows. With GATEHOUSE_RECORD_ANSWERS=1
 * (`npm run contracts:answers`) the answers are recorded instead of compared.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RecordedAnswer, RecordedAnswers } from "@/lib/http/openapi/operation-entry";
import { http, type HttpAnswer } from "@/tests/setup/http";
import { withEnv } from "@/tests/setup/with-env";
import { answerJudge } from "@/tests/tools/answer-schema";
import { makeContracts } from "../../../scripts/contracts/make-contracts";
import { ANSWERS_FILE } from "../../../scripts/contracts/read-answers";
import { ROOT, routeOf } from "../../matrix/matrix-request";
import { documentExamples, type DocumentExample, requestOf } from "./document-examples";
import { prepared } from "./prepared";
import { makeSampleWorld, type SampleWorld } from "./sample-world";
import { shownAnswer } from "./shown-answer";

const isRecording = process.env.GATEHOUSE_RECORD_ANSWERS === "1";
const { files } = await makeContracts(ROOT);
const document = JSON.parse(files["contracts/openapi.json"] ?? "") as { paths: object };
const faultOf = answerJudge(document);

/** What only reads comes first, so that it can share a world. */
const isRead = ({ method, name }: DocumentExample) => method === "GET" && !prepared[name];
const isPlain = ({ entry }: DocumentExample) => entry["x-access"].kind === "signed-in";
const rank = (example: DocumentExample) => (isRead(example) ? Number(isPlain(example)) : 2);
const examples = documentExamples(document.paths).sort((a, b) => rank(a) - rank(b));
let shared: { rank: number; world: SampleWorld } | undefined;

async function worldOf(example: DocumentExample): Promise<SampleWorld> {
  if (shared && isRead(example) && shared.rank === rank(example)) return shared.world;
  const world = await makeSampleWorld(!isPlain(example));
  shared = { rank: rank(example), world };
  return world;
}

const recorded: RecordedAnswers = {};

const mediaType = (headers: Headers) => headers.get("content-type")?.split(";")[0] ?? "";

async function send(example: DocumentExample): Promise<{ answer: HttpAnswer; world: SampleWorld }> {
  const { env = {}, request } = prepared[example.name] ?? {};
  const world = await worldOf(example);
  const shown = await requestOf(example, world);
  return withEnv(env, async () => ({ answer: await http(await routeOf(example), { ...shown, ...(await request?.(world)) }), world }));
}

/** The document's own answer is the document: its paths would stand in themselves. */
const cutShort = ({ name }: DocumentExample, body: unknown) => (name === "system.openapi" ? { ...(body as object), paths: {}, components: {} } : body);

function record({ name, key }: DocumentExample, answer: RecordedAnswer): void {
  (recorded[name] ??= {})[key] ??= answer;
}

/** What a reader of the document must be able to rely on: which fields there are. */
const fieldsOf = (body: unknown) => (typeof body === "object" && body !== null && !Array.isArray(body) ? Object.keys(body).sort() : typeof body);

describe.each(examples.map((example) => [`${example.method} ${example.path} (${example.key})`, example] as const))("%s", (_, example) => {
  const { path, method, key, name, entry, status } = example;

  it("is answered as the document says", async () => {
    const { answer, world } = await send(example);
    expect({ status: String(answer.status), code: answer.body?.code }, JSON.stringify(answer.body)).toEqual({ status, code: undefined });
    const limited = entry.responses[status]?.headers !== undefined;
    expect(["limit", "remaining", "reset"].map((part) => answer.headers.has(`x-ratelimit-${part}`))).toEqual([limited, limited, limited]);
    const content = entry.responses[status]?.content;
    if (!content) return expect(answer.body).toBeUndefined();
    const type = mediaType(answer.headers);
    expect(Object.keys(content)).toContain(type);
    expect(faultOf({ path, method: method.toLowerCase(), status, type }, answer.body)).toBeNull();
    if (type === "image/webp") return;
    const body = shownAnswer(cutShort(example, answer.body), world);
    if (isRecording) return record(example, { status: answer.status, type, body });
    const known = content[type]?.examples?.[key];
    if (!known) throw new Error(`${name} has no recorded answer to its example "${key}": run npm run contracts:answers`);
    expect(fieldsOf(known.value), `the recorded answer is of an older ${name}: run npm run contracts:answers`).toEqual(fieldsOf(body));
  });
});

afterAll(() => {
  if (!isRecording) return;
  const before = JSON.parse(readFileSync(join(ROOT, ANSWERS_FILE), "utf8")) as RecordedAnswers;
  writeFileSync(join(ROOT, ANSWERS_FILE), `${JSON.stringify({ ...before, ...recorded }, null, 2)}\n`);
});
