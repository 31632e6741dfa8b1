/** What a proof reports with: its steps, each passed, failed or skipped for a reason, with seconds and trials, as JSON. */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** @typedef {{ trials?: number, note?: string } | void} Outcome `trials`: how often it was tried, beside every zero */

/** @typedef {{ group: string, title: string, result: "passed" | "failed" | "skipped", seconds: number, trials?: number, note?: string }} Step */

/** @param {{ file: string, name: string, startedAt: number, steps: Step[] }} proof `startedAt`: milliseconds of the epoch */
export function writeResult({ file, name, startedAt, steps }) {
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const machine = { node: process.version, platform: `${os.platform()} ${os.arch()}`, cores: os.availableParallelism() };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ name, ranAt: new Date(startedAt).toISOString(), seconds, machine, steps }, null, 2)}\n`);
}

class StepFailed extends Error {}

/** @param {string} name of scripts/prove/registry.mjs */
export function startProof(name) {
  const startedAt = Date.now();
  /** @type {Step[]} */
  const steps = [];

  const record = (entry) => {
    steps.push(entry);
    const mark = { passed: "✓", failed: "✗", skipped: "-" }[entry.result];
    console.log(`${mark} ${entry.group}: ${entry.title}${entry.trials === undefined ? "" : ` (${entry.trials} trials)`} ${entry.seconds} s${entry.note ? ` · ${entry.note}` : ""}`);
  };

  async function step(group, title, work) {
    const begun = performance.now();
    const seconds = () => Math.round((performance.now() - begun) / 100) / 10;
    try {
      /** @type {Outcome} */
      const { trials, note } = (await work()) ?? {};
      record({ group, title, result: "passed", seconds: seconds(), trials, note });
    } catch (error) {
      const note = (error instanceof Error ? error.message : String(error)).slice(0, 1500);
      record({ group, title, result: "failed", seconds: seconds(), note });
      throw new StepFailed(title, { cause: error });
    }
  }

  return {
    /**
     * Steps that build on each other: the first that fails ends the group.
     *
     * @param {string} group
     * @param {(step: (title: string, work: () => Promise<Outcome> | Outcome) => Promise<void>) => Promise<void>} work
     */
    async group(group, work) {
      try {
        await work((title, run) => step(group, title, run));
      } catch (error) {
        if (error instanceof StepFailed) return;
        const note = error instanceof Error ? (error.stack ?? error.message) : String(error);
        record({ group, title: "the proof itself", result: "failed", seconds: 0, note: note.slice(0, 1500) });
      }
    },
    skip(group, title, reason) {
      record({ group, title, result: "skipped", seconds: 0, note: reason });
    },
    /** Writes the result where `npm run prove` reads it, and ends the process: 1 where a step failed. */
    finish() {
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      const file = process.env.PROOF_RESULT;
      if (file) writeResult({ file, name, startedAt, steps });
      const count = (wanted) => steps.filter((entry) => entry.result === wanted).length;
      console.log(`${name}: ${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped in ${seconds} s`);
      process.exit(count("failed") > 0 ? 1 : 0);
    },
  };
}
