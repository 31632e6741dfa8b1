/** All generated files of a checkout, as text, and every broken rule, as a sentence. Writes nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openApiDocument } from "@/lib/http/openapi";
import { allOperations } from "@/lib/registry";
import { accessMatrix, matrixDocument } from "./access-matrix";
import { auditActions, errorCodes } from "./codes-and-actions";
import { edgePolicyModule, edgePolicyOf } from "./edge-policy";
import { findFaults } from "./find-faults";
import { readPages } from "./read-pages";
import { readRoutes } from "./read-routes";
import { unlistedOperations } from "./unlisted-operations";

export interface Contracts {
  /** By path from the root. */
  files: Record<string, string>;
  faults: string[];
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

export async function makeContracts(root: string): Promise<Contracts> {
  const { pages, faults: pageFaults } = readPages(root);
  const { routes, faults: routeFaults } = await readRoutes(root);
  const operations = [...allOperations].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const policy = edgePolicyOf(pages, routes);
  const matrix = accessMatrix(operations, routes, pages, root);
  return {
    files: {
      "lib/edge/policy.gen.ts": edgePolicyModule(policy),
      "contracts/edge-policy.json": json(policy),
      "contracts/openapi.json": json(openApiDocument(operations, version)),
      "contracts/access-matrix.json": json(matrix),
      "contracts/access-matrix.md": matrixDocument(matrix),
      "contracts/error-codes.json": json(errorCodes(operations)),
      "contracts/audit-actions.json": json(auditActions(operations)),
    },
    faults: [...pageFaults, ...routeFaults, ...findFaults({ operations, routes, pages }), ...(await unlistedOperations(root, operations))],
  };
}
