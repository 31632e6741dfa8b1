import type { MatrixRow } from "../../scripts/contracts/access-matrix";
import type { HttpAnswer } from "../setup/http";
import type { Sender } from "./matrix-request";

const REFUSALS = new Map<unknown, string>([[401, "UNAUTHORIZED"], [403, "FORBIDDEN"], [404, "NOT_FOUND"]]);
const ACCESS_REFUSALS = new Set(["FORBIDDEN", "CSRF", "PASSWORD_CHANGE_REQUIRED"]);

/** What is wrong about an answer, as a sentence that names the operation; null where it is as declared. */
export function mismatch(row: MatrixRow, kind: Sender, answer: Pick<HttpAnswer, "status" | "body">): string | null {
  const expected = kind === "owner" ? "pass" : row.expected[kind];
  const code: unknown = answer.body?.code;
  const got = `${row.name} (${row.method} ${row.path}) answered ${answer.status} ${String(code ?? "")} to ${kind}`;
  if (expected !== "pass") {
    return answer.status === expected && code === REFUSALS.get(expected) ? null : `${got}, declared is ${expected}`;
  }
  if (answer.status >= 500) return `${got}: that is a bug`;
  if (row.access !== "anyone" && answer.status === 401) return `${got}, declared is to let in`;
  if (typeof code === "string" && ACCESS_REFUSALS.has(code)) return `${got}, declared is to let in`;
  // The positive control of isolation: what the other tenant does not find is there.
  return row.expected.otherTenant === 404 && answer.status === 404 ? `${got}, and should find it` : null;
}
