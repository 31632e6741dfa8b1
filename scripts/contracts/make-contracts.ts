/** All generated files of a checkout, as text, and every broken rule, as a sentence. Writes nothing. */
import { allOperations } from "@/lib/registry";
import { edgePolicyModule, edgePolicyOf } from "./edge-policy";
import { readPages } from "./read-pages";
import { readRoutes } from "./read-routes";

export interface Contracts {
  /** By path from the root. */
  files: Record<string, string>;
  faults: string[];
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

export async function makeContracts(root: string): Promise<Contracts> {
  const { pages, faults: pageFaults } = readPages(root);
  const { routes, faults: routeFaults } = await readRoutes(root);
  const policy = edgePolicyOf(pages, routes);
  void allOperations;
  return {
    files: { "lib/edge/policy.gen.ts": edgePolicyModule(policy), "contracts/edge-policy.json": json(policy) },
    faults: [...pageFaults, ...routeFaults],
  };
}
