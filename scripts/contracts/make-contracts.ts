/** All generated files of a checkout, as text, and every broken rule, as a sentence. Writes nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describedHandlers } from "@/lib/http/openapi/described-handlers";
import { openApiDocument } from "@/lib/http/openapi/document";
import { allOperations, features } from "@/lib/registry";
import { accessMatrix, matrixDocument } from "./access-matrix";
import { auditActions, errorCodeModule, errorCodes } from "./codes-and-actions";
import { edgePolicyModule, edgePolicyOf } from "./edge-policy";
import { findFaults } from "./find-faults";
import { handlersWithAccess, undescribedHandlers } from "./handlers";
import { readAnswers } from "./read-answers";
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
  const answers = readAnswers(root, features, describedHandlers);
  const document = openApiDocument({ features, handlers: handlersWithAccess(routes, describedHandlers), answers, version });
  const codes = errorCodes(operations);
  const matrix = accessMatrix(operations, routes, pages, root);
  return {
    files: {
      "lib/edge/policy.gen.ts": edgePolicyModule(policy),
      "contracts/edge-policy.json": json(policy),
      "contracts/example-answers.json": json(answers),
      "contracts/openapi.json": json(document),
      "contracts/access-matrix.json": json(matrix),
      "contracts/access-matrix.md": matrixDocument(matrix),
      "contracts/error-codes.json": json(codes),
      "lib/client/server-error-code.gen.ts": errorCodeModule(codes),
      "contracts/audit-actions.json": json(auditActions(operations)),
    },
    faults: [
      ...pageFaults, ...routeFaults, ...findFaults({ operations, routes, pages }), ...undescribedHandlers(routes, describedHandlers),
      ...(await unlistedOperations(root, operations)),
    ],
  };
}
