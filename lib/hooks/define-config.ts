/** What `gatehouse.config.ts` at the root of the repository is written with: hooks and fields of a product's own. */
import { HOOK_NAMES, type Hooks } from "./hooks";
import { assertUserField, type UserField } from "./user-field";

export interface Config<F extends Record<string, UserField>> {
  hooks: Hooks;
  userFields: F;
}

/** Keeps the types. @throws Error at start for a hook that does not exist, or a field that cannot be */
export function defineConfig<const F extends Record<string, UserField> = Record<never, never>>({ hooks = {}, userFields }: Partial<Config<F>>): Config<F> {
  const unknown = Object.keys(hooks).filter((name) => !(HOOK_NAMES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`gatehouse.config.ts: there is no hook ${unknown.join(", ")}. There are ${HOOK_NAMES.join(", ")}`);
  for (const [name, field] of Object.entries(userFields ?? {})) assertUserField(name, field);
  return { hooks, userFields: userFields ?? ({} as F) };
}
