/** `npm run contracts:answers`: sends every example to the running handlers and writes what they answer into the contracts. */
import { runNode } from "./test-run.mjs";

const test = ["node_modules/vitest/vitest.mjs", "run", "--project", "operations", "tests/operations/examples/examples.test.ts"];
const isRecorded = await runNode(test, { env: { GATEHOUSE_RECORD_ANSWERS: "1" } });
const isWritten = isRecorded && (await runNode(["--import", "tsx", "scripts/generate-contracts.ts"]));
process.exit(isWritten ? 0 : 1);
