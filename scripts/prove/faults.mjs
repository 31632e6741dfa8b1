/** `npm run prove faults [-- --only=outages,failpoints --seconds=10]`: what breaks around the application, and what is left. */
import { useTestSecrets } from "./proof-servers.mjs";
import { proveFailpoints } from "./faults-failpoints.mjs";
import { proveOutages } from "./faults-outage.mjs";
import { startProof } from "./start-proof.mjs";
import { enableTypeScript } from "../launch/typescript.mjs";

const given = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1];
const only = given("only")?.split(",");
/** How long each outage lasts. */
const seconds = Number(given("seconds") ?? 60);
const isAsked = (part) => only === undefined || only.includes(part);

async function mutationNames() {
  useTestSecrets();
  enableTypeScript();
  const { allOperations } = await import("../../lib/registry.ts");
  return allOperations.filter(({ kind, alias }) => kind === "mutation" && !alias).map(({ name }) => name);
}

const proof = startProof("faults");
if (isAsked("outages")) await proveOutages(proof, { seconds });
if (isAsked("failpoints")) await proveFailpoints(proof, await mutationNames());
proof.finish();
