import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const SAMPLE_MS = 1500;

const times = () =>
  os.cpus().reduce(
    ({ busy, all }, { times: { idle, ...rest } }) => {
      const used = Object.values(rest).reduce((sum, value) => sum + value, 0);
      return { busy: busy + used, all: all + used + idle };
    },
    { busy: 0, all: 0 },
  );

/** The share of the machine that is in use while the bench itself rests, 0 to 1: figures taken beside others are worth less. */
export async function othersShare() {
  const before = times();
  await sleep(SAMPLE_MS);
  const after = times();
  return (after.busy - before.busy) / Math.max(1, after.all - before.all);
}
