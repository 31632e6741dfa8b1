import { now } from "@/lib/clock";
import { FileAnswer } from "@/lib/file-answer";
import { type ArchivePart, archiveParts } from "./archive-parts";

/** Raised when a part changes its shape; a new part is no such change. */
const FORMAT = "gatehouse-account/1";

async function* textOf({ name, read }: ArchivePart, userId: string): AsyncGenerator<string> {
  const found = read(userId);
  if (!(Symbol.asyncIterator in found)) {
    yield `${JSON.stringify(name)}: ${JSON.stringify(await found, null, 2)}`;
    return;
  }
  yield `${JSON.stringify(name)}: [`;
  let separator = "\n";
  for await (const batch of found) {
    if (batch.length === 0) continue;
    yield separator + batch.map((row) => JSON.stringify(row)).join(",\n");
    separator = ",\n";
  }
  yield "\n]";
}

async function* piecesOf(userId: string, exportedAt: Date): AsyncGenerator<string> {
  yield `{\n"format": ${JSON.stringify(FORMAT)},\n"exported_at": ${JSON.stringify(exportedAt)}`;
  for (const part of archiveParts) {
    yield ",\n";
    yield* textOf(part, userId);
  }
  yield "\n}\n";
}

/** All that is kept about somebody and is theirs to see, as one JSON document. */
export function accountArchive(userId: string): FileAnswer {
  const exportedAt = now();
  return new FileAnswer("application/json; charset=utf-8", `account-${exportedAt.toISOString().slice(0, 10)}.json`, piecesOf(userId, exportedAt));
}
