/** People as a file: the list of a filter in its order, batch by batch, so that any number takes the memory of one batch. */
import type { Scope } from "@/lib/access/policy";
import { now } from "@/lib/clock";
import { csvLine } from "@/lib/csv";
import { listCustomValues } from "@/lib/features/account/custom-fields";
import { FileAnswer } from "@/lib/file-answer";
import { userFields } from "@/lib/hooks/user-fields";
import { keysetOf, type ListedRow } from "./people-order";
import type { ExportFormat, PeopleFilter, PeopleOrder } from "./people-schema";
import { listPeople } from "./repo";
import type { UserSummary } from "./schema";
import { toSummary } from "./user-wire";

const BATCH = 500;

/** With the product's own fields under their names. */
type Exported = UserSummary & Record<string, unknown>;

const COLUMNS: readonly string[] = [
  "id", "email", "username", "first_name", "last_name", "full_name", "status", "is_active", "is_verified", "role_name", "roles", "provider",
  "profile_picture_url", "created_at", "last_login_at", ...Object.keys(userFields),
];

const cellOf = (value: unknown) => (Array.isArray(value) ? value.join("; ") : value);

async function* batches(scope: Scope, query: PeopleFilter & PeopleOrder): AsyncGenerator<Exported[]> {
  const placeOf = keysetOf(query);
  for (let last: ListedRow | undefined, rows: ListedRow[] = []; ; ) {
    rows = await listPeople(scope, query, { after: last ? placeOf(last) : null, offset: 0, limit: BATCH - 1 });
    last = rows.at(-1);
    const custom = await listCustomValues(rows.map(({ id }) => id));
    if (rows.length > 0) yield rows.map((row) => ({ ...custom.get(row.id), ...toSummary(row) }));
    if (rows.length < BATCH) return;
  }
}

async function* csvOf(people: AsyncIterable<Exported[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const batch of people) yield batch.map((person) => csvLine(COLUMNS.map((column) => cellOf(person[column])))).join("");
}

/** An array, as the list's answer has it. */
async function* jsonOf(people: AsyncIterable<Exported[]>): AsyncGenerator<string> {
  let before = "[";
  for await (const batch of people) {
    yield batch.map((person, at) => `${at === 0 ? before : ","}\n${JSON.stringify(person)}`).join("");
    before = ",";
  }
  yield before === "[" ? "[]\n" : "\n]\n";
}

const FORMATS = {
  csv: { type: "text/csv; charset=utf-8; header=present", write: csvOf },
  json: { type: "application/json; charset=utf-8", write: jsonOf },
} as const satisfies Record<ExportFormat, unknown>;

export function peopleFile(scope: Scope, query: PeopleFilter & PeopleOrder, format: ExportFormat): FileAnswer {
  const { type, write } = FORMATS[format];
  return new FileAnswer(type, `users-${now().toISOString().slice(0, 10)}.${format}`, write(batches(scope, query)));
}
