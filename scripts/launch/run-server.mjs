/** Runs the web server as a child: hands signals on, and ends what was started for it when it ends. */
import { spawn } from "node:child_process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** More than the server gives its requests in flight (lib/http/end-server.ts). */
const END_PATIENCE_MS = 30_000;

/**
 * Binding to 127.0.0.1 or ::1 would make Next take its own rewrites for foreign ones; the name does not. IPv4 first,
 * so that 127.0.0.1 answers on machines where localhost means ::1 as well.
 */
export const loopbackEnvironment = () => ({
  HOSTNAME: "localhost",
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --dns-result-order=ipv4first`.trim(),
});

/**
 * Runs the steps between the database's start and the server's; a signal or an error then stops the database first.
 *
 * @param {() => Promise<void>} cleanUp
 * @param {() => Promise<void>} steps
 */
export async function prepare(cleanUp, steps) {
  let isEnded = false;
  const end = () => {
    isEnded = true;
    void cleanUp().finally(() => process.exit(1));
  };
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    await steps();
  } catch (error) {
    // After a signal the steps fail because their database is gone: the exit is on its way, with nothing to tell.
    if (isEnded) await new Promise(() => undefined);
    await cleanUp();
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}

/**
 * @param {string[]} args of Node
 * @param {NodeJS.ProcessEnv} environment added to ours
 * @param {() => Promise<void>} cleanUp
 */
export function runServer(args, environment, cleanUp) {
  const child = spawn(process.execPath, args, { stdio: "inherit", env: { ...process.env, ...environment } });
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), END_PATIENCE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, end);
  child.once("error", async (error) => {
    console.error(error.message);
    await cleanUp();
    process.exit(1);
  });
  child.once("exit", async (code) => {
    await cleanUp();
    // Ended on request is no failure, whichever way the server took it.
    process.exit(isEnding ? 0 : (code ?? 1));
  });
}
