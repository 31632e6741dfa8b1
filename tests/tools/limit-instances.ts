import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface LimitInstance {
  /** Takes `count` points at once of a counter that has `points`; how many it got. */
  take(key: string, points: number, count: number): Promise<number>;
  close(): void;
}

/** Starts an instance of the limiter in a process of its own, with these variables beside the present ones. */
export async function startLimitInstance(env: Record<string, string>): Promise<LimitInstance> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/tools/limit-instance.ts"], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  if ((await nextLine()) !== "ready") throw new Error("the instance of the limiter did not start");
  return {
    async take(key, points, count) {
      child.stdin.write(`take ${key} ${points} ${count}\n`);
      return Number(await nextLine());
    },
    close: () => void child.stdin.end(),
  };
}
