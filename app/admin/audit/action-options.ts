import { allOperations } from "@/lib/registry";

/** Written outside of any one operation: refusals by any of them, and a refresh token that came twice. */
const BY_THE_CORE = ["access.denied", "token.reuse_detected"];

let known: string[] | undefined;

/** Every action that this product writes, each kind's wildcard before its members. */
function knownActions(): string[] {
  const names = [...BY_THE_CORE, ...allOperations.flatMap(({ audit }) => (audit ? audit.actions : []))];
  return [...new Set(names.flatMap((name) => [`${name.split(".")[0]}.*`, name]))].sort();
}

/** What the filter offers; an action that only the address names is offered too, so that the form shows what is asked. */
export function actionOptions(asked: string | undefined): string[] {
  known ??= knownActions();
  return asked && !known.includes(asked) ? [asked, ...known] : known;
}
