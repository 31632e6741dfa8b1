/** Runs commands as somebody else, who has nothing but what is given: another account where we are root. */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Present on every Linux; owns nothing. */
const NOBODY = { uid: 65534, gid: 65534 };

export const isRoot = process.getuid?.() === 0;
const account = isRoot ? NOBODY : {};

/** What a build behind a proxy or a mirror needs from this machine; nothing of our own configuration. */
const PASSED_ON = /^(PATH|LANG|TZ|HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|npm_config_(registry|cafile|proxy|https_proxy))$/;

/** The tests and steps that failed, where the output names some, and its end. */
function reasonIn(said) {
  const text = stripVTControlCharacters(said).trim();
  const failures = [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => /^(FAIL|✗|✘) /.test(line)).slice(0, 12);
  return failures.length > 0 ? `${failures.join("; ")}; ${text.split("\n").at(-1)}` : text.slice(-1200);
}

/** @param {string} scratch a folder of its own, with its home and its package cache */
export function makeStranger(scratch) {
  const home = path.join(scratch, "home");
  const logs = path.join(scratch, "logs");
  for (const folder of [home, logs, path.join(scratch, "tmp")]) mkdirSync(folder, { recursive: true });
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
  const base = { ...inherited, HOME: home, TMPDIR: path.join(scratch, "tmp"), npm_config_cache: path.join(scratch, "npm-cache"), npm_config_prefer_offline: "true", CI: "1" };
  const give = (target) => isRoot && execFileSync("chown", ["-R", `${NOBODY.uid}:${NOBODY.gid}`, target]);
  give(home);
  give(base.TMPDIR);
  mkdirSync(base.npm_config_cache, { recursive: true });
  mkdirSync(path.join(scratch, "tools"), { recursive: true });
  give(path.join(scratch, "tools"));
  give(base.npm_config_cache);
  let number = 0;

  /** Starts a command; what it prints goes to a file, so that no pipe keeps it waiting. */
  function start(command, { cwd, env = {} }) {
    const logFile = path.join(logs, `${String((number += 1)).padStart(2, "0")}-${path.basename(command[0])}.log`);
    const log = openSync(logFile, "w");
    const child = spawn(command[0], command.slice(1), { cwd, env: { ...base, ...env }, stdio: ["ignore", log, log], ...account });
    closeSync(log);
    const ended = new Promise((resolve) => {
      child.once("error", () => resolve(-1));
      child.once("exit", (code, signal) => resolve(signal ?? code));
    });
    return { child, ended, said: () => readFileSync(logFile, "utf8") };
  }

  /** Runs a command to its end. @throws Error with the reason that it printed */
  async function run(command, options) {
    const { child, ended, said } = start(command, options);
    const late = setTimeout(() => child.kill("SIGKILL"), (options.timeoutMinutes ?? 15) * 60_000);
    const code = await ended;
    clearTimeout(late);
    if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${reasonIn(said())}`);
    return said();
  }

  return { start, run, give };
}
