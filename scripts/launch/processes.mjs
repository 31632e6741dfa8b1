/** Questions about other processes, and a lock between them. */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** @param {number} pid */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The name of a process's program, or "" where the system does not tell. */
export function programOf(pid) {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    if (process.platform === "win32") {
      return execFileSync("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"], { encoding: "utf8" });
    }
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/**
 * Runs `work` while no other process runs its own under the same file. The lock of a process that died counts as free.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {number} patienceMs
 * @returns {Promise<T>}
 */
export async function exclusively(file, work, patienceMs = 120_000) {
  const deadline = Date.now() + patienceMs;
  while (!tryLock(file)) {
    if (Date.now() > deadline) throw new Error(`Another process holds ${file}. If none is running, delete that file.`);
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const holder = readHolder(file);
  // An empty file is a lock that is being written this moment.
  if (holder !== undefined && !isAlive(holder)) rmSync(file, { force: true });
  return false;
}

function readHolder(file) {
  try {
    const text = readFileSync(file, "utf8").trim();
    return text === "" ? undefined : Number(text);
  } catch {
    return undefined;
  }
}
