/**
 * `npm run prove sabotage [-- --only=<id or area>,…]`: breaks a scratch copy in one place after another, and wants the
 * tests that are named for it to fail. The copy as it is must pass them first, or a failure would say nothing.
 */
import { joinTestCluster } from "../../tests/tools/test-cluster.mjs";
import { editsOf, readKiller, sabotages } from "../../tests/sabotage/sabotages.mjs";
import { runTests } from "./sabotage/run-tests.mjs";
import { makeScratchCopy } from "./sabotage/scratch-copy.mjs";
import { startProof } from "./start-proof.mjs";

/** All that are named, one after the other, on a machine that has other work too. */
const CONTROL_TIMEOUT_MS = 900_000;

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice(7).split(",");
const chosen = Object.entries(sabotages).flatMap(([area, list]) =>
  list.filter(({ id }) => only === undefined || only.includes(area) || only.includes(id)).map((sabotage) => ({ area, ...sabotage })),
);
if (chosen.length === 0) throw new Error(`There is no sabotage ${only}.`);

const proof = startProof("sabotage");
const cluster = await joinTestCluster();
const copy = makeScratchCopy();
try {
  const isSound = await unbroken();
  if (isSound) for (const sabotage of chosen) await proof.group(sabotage.area, (step) => step(`${sabotage.title} (${sabotage.id})`, () => kill(sabotage)));
} finally {
  copy.remove();
  await cluster.leave();
}
proof.finish();

/** The positive control. */
async function unbroken() {
  let isSound = false;
  const files = [...new Set(chosen.flatMap(({ killedBy }) => killedBy.map((killer) => readKiller(killer).file)))];
  await proof.group("control", (step) =>
    step("the copy as it is passes every test that is named", async () => {
      const verdict = await runTests({ root: copy.root, databaseUrl: cluster.url, files, timeoutMs: CONTROL_TIMEOUT_MS });
      if (verdict.kind !== "passed") throw new Error(`${verdict.test ?? ""} ${verdict.reason}`);
      isSound = true;
      return { trials: verdict.count, note: `${files.length} files` };
    }),
  );
  return isSound;
}

/** Every test file that is named must notice, each by itself. */
async function kill({ killedBy, ...sabotage }) {
  const mend = copy.apply(editsOf(sabotage));
  const noticed = [];
  try {
    for (const killer of killedBy) {
      const { file, title } = readKiller(killer);
      const verdict = await runTests({ root: copy.root, databaseUrl: cluster.url, files: [file], title });
      if (verdict.kind === "passed") throw new Error(`survived ${killer}: a test is missing`);
      if (verdict.kind === "broken") throw new Error(`${killer} could not run: ${verdict.reason}`);
      noticed.push(`${file}: ${verdict.test}`);
    }
  } finally {
    mend();
  }
  return { trials: 1, note: noticed.join("; ") };
}
