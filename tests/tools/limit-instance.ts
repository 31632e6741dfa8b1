/**
 * One instance of the application's limiter, as a process of its own: `take <key> <points> <count>` takes that many points
 * at once, and prints how many it got. Which store counts is said by its environment. Run by limit-instances.ts.
 */
import { createInterface } from "node:readline";
import { closeSharedWindow, takeShared } from "@/lib/rate-limit/shared-window";

const WINDOW_SECONDS = 3600;

const take = async (key: string, points: number) => (await takeShared([{ key, points, windowSeconds: WINDOW_SECONDS, store: "shared" }])).standing;

async function answer(line: string): Promise<void> {
  const [, key = "", points = "", count = ""] = line.split(" ");
  const standings = await Promise.all(Array.from({ length: Number(count) }, () => take(key, Number(points))));
  console.log(standings.filter((standing) => standing && !standing.isRefused).length);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void answer(line));
lines.on("close", () => void closeSharedWindow());
console.log("ready");
