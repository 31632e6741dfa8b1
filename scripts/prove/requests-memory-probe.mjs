/**
 * Runs inside of the server that `npm run prove requests` attacks (by NODE_OPTIONS, no part of the product): on SIGUSR2 it
 * collects all garbage and appends what is left to PROVE_MEMORY_FILE, as one line of JSON.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import v8 from "node:v8";
import vm from "node:vm";
import { isMainThread } from "node:worker_threads";

const file = process.env.PROVE_MEMORY_FILE;

if (file && isMainThread) {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc");
  process.on("SIGUSR2", async () => {
    // What finalizers let go of is garbage of the next collection.
    for (let times = 0; times < 3; times += 1) {
      collect();
      await sleep(50);
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    appendFileSync(file, `${JSON.stringify({ rss, live: heapUsed + external, handles: process.getActiveResourcesInfo().length })}\n`);
  });
}
