/** What the environment says, before anything is asked over the network. */
import { isIP } from "node:net";
import { bootFaults, env } from "@/lib/env";
import { arePasskeysOffered } from "@/lib/session/passkeys-offered";
import { about, type Finding } from "./finding";

const NEW_SECRET = "openssl rand -base64 48";

/** The shape of every variable. A fault here leaves nothing else to check. */
export function checkShape(): Finding[] {
  const shape = about("environment");
  try {
    void env.appUrl;
    return [shape.ok(`every variable has a shape that can be read (${env.isProduction ? "production" : "development"})`)];
  } catch (error) {
    return [shape.fault(error instanceof Error ? error.message : String(error), "docs/configuration.md says what each one may be")];
  }
}

/** The reasons for which a server with these variables refuses to start. */
export function checkStart(): Finding[] {
  const start = about("start");
  const faults = bootFaults().filter((fault) => env.isProduction || !isMadeInDevelopment(fault));
  if (faults.length === 0) return [start.ok(env.isProduction ? "nothing keeps a server from starting" : "npm run dev makes what is not set")];
  return faults.map((fault) => start.fault(fault, remedyOf(fault)));
}

function remedyOf(fault: string): string | undefined {
  const missing = /belong together, and (\w+)/.exec(fault)?.[1];
  if (missing) return `${missing}=…`;
  return /SECRET|TOKEN/.test(fault.split(" ")[0] ?? "") ? NEW_SECRET : undefined;
}

/** Development brings its own database and secrets. */
const isMadeInDevelopment = (fault: string) => /^(DATABASE_URL|AUTH_SECRET) is not set/.test(fault);

export function checkAddress(): Finding[] {
  const address = about("address");
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(env.appUrl).hostname);
  if (!env.isProduction || !isLoopback) return [address.ok(`APP_URL is ${env.appUrl}`)];
  return [address.warning(`APP_URL is ${env.appUrl}: links in mails lead there, and cookies are not Secure`, "APP_URL=https://your.domain")];
}

export function checkProxies(): Finding[] {
  const proxies = about("proxies");
  const wrong = env.trustedProxies.filter((entry) => !isAddressRange(entry));
  if (wrong.length > 0) return [proxies.fault(`TRUSTED_PROXIES holds ${wrong.join(", ")}, which is no address or CIDR range`, "TRUSTED_PROXIES=10.0.0.0/8")];
  if (env.trustedProxies.length > 0) return [proxies.ok(`TRUSTED_PROXIES holds ${env.trustedProxies.length} of yours`)];
  if (!env.isProduction || env.isVercel) return [proxies.ok("no proxy is trusted")];
  return [proxies.warning("TRUSTED_PROXIES is empty: behind a proxy, everybody has the proxy's address, and shares its limits", "TRUSTED_PROXIES=<the proxy's address>")];
}

function isAddressRange(entry: string): boolean {
  const [address = "", bits, ...rest] = entry.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** Ways in beside passwords and providers, which nobody misses on the page. */
export function checkWaysIn(): Finding[] {
  const waysIn = about("ways in");
  const hostname = new URL(env.appUrl).hostname;
  const passkeys = !env.passkeys
    ? waysIn.note("passkeys are off: PASSKEYS=false")
    : arePasskeysOffered()
      ? waysIn.ok(`passkeys, bound to ${hostname}`)
      : waysIn.warning(`no passkeys: browsers give them to domains on https and to localhost, and APP_URL is ${env.appUrl}`, "APP_URL=https://your.domain");
  return [passkeys, env.magicLink ? waysIn.ok("links and codes by mail") : waysIn.note("links by mail are off: MAGIC_LINK=false")];
}

/** Who runs the jobs, and who may look. */
export function checkOperation(): Finding[] {
  const jobs = about("jobs");
  const metrics = about("metrics");
  const runner = env.isVercel && !env.cronSecret
    ? jobs.fault("CRON_SECRET is not set: nothing starts the jobs here, so no mail leaves", `CRON_SECRET=$(${NEW_SECRET})`)
    : jobs.ok(env.isVercel ? "the platform's cron calls /api/cron" : "each server process runs them every two seconds");
  return [runner, env.metricsToken ? metrics.ok("/metrics answers to METRICS_TOKEN") : metrics.note("/metrics is closed: METRICS_TOKEN is not set")];
}

export function checkNode(version = process.versions.node): Finding[] {
  const node = about("node");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNew = major > 20 || (major === 20 && minor >= 19);
  return [isNew ? node.ok(`Node ${version}`) : node.fault(`Node ${version} is too old`, "install Node 20.19, 22 or 24")];
}
