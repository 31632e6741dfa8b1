/** `npm run check`: what can be known in under a minute, without a build or a browser. */
import { conclude, total } from "./test-run.mjs";
import { lint, lockfile, types, vitest } from "./test-steps.mjs";

const still = await Promise.all([types(), lint()]);
const rest = [await lockfile(), await vitest(["--project", "unit"]), await vitest(["--project", "operations", "tests/operations/database"])];
conclude(total([...still, ...rest]));
