/** The two vocabularies that clients and auditors rely on: error codes and audit actions. */
import { refusals } from "@/lib/edge/envelope";
import * as general from "@/lib/errors";
import type { AnyOperation } from "@/lib/operation";

interface ErrorCode {
  code: string;
  status: number;
  message: string;
  /** Which operations declare it; empty for those that any request may meet. */
  operations: string[];
}

const isSpec = (value: unknown): value is general.ErrorSpec => typeof value === "object" && value !== null && "code" in value && "status" in value;

/** Every code with its status. A code may stand for several statuses where reference systems differ by operation. */
export function errorCodes(operations: readonly AnyOperation[]): ErrorCode[] {
  const found = new Map<string, ErrorCode>();
  const add = ({ code, status, message }: general.ErrorSpec, operation?: string) => {
    const entry = found.get(`${code} ${status}`) ?? { code, status, message, operations: [] };
    if (operation && !entry.operations.includes(operation)) entry.operations.push(operation);
    found.set(`${code} ${status}`, entry);
  };
  for (const spec of [...Object.values(general), ...Object.values(refusals)]) if (isSpec(spec)) add(spec);
  for (const { name, errors } of operations) for (const spec of Object.values(errors ?? {})) add(spec, name);
  const sorted = [...found.values()].map((entry) => ({ ...entry, operations: entry.operations.sort() }));
  return sorted.sort((a, b) => (`${a.code} ${a.status}` < `${b.code} ${b.status}` ? -1 : 1));
}

/** Which operation writes which action. `access.denied` is written by the access check of all. */
export function auditActions(operations: readonly AnyOperation[]): Record<string, string[]> {
  const found: Record<string, string[]> = { "access.denied": ["*"] };
  for (const { name, audit } of operations) for (const action of audit ? audit.actions : []) (found[action] ??= []).push(name);
  return Object.fromEntries(Object.entries(found).map(([action, names]) => [action, names.sort()] as const).sort());
}
