import { type ChildProcess, spawn } from "node:child_process";
import { repositoryRoot } from "@/scripts/launch/settings.mjs";

export interface Ended {
  code: number | null;
  /** What it printed, on either stream. */
  out: string;
}

/** Starts a script of this repository as a process of its own, under this process's environment and these changes. */
export function startScript(script: string, args: string[], environment: Record<string, string> = {}): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ["--import", "tsx", `scripts/${script}`, ...args], { cwd: repositoryRoot, env: { ...process.env, ...environment } });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (out += chunk.toString()));
  return { child, ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, out }))) };
}
