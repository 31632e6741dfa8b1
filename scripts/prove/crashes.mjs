/** `npm run prove crashes [-- --app=10 --database=5]`: SIGKILL under write load, so many times. */
import { proveCrashes } from "./faults-crash.mjs";
import { startProof } from "./start-proof.mjs";

const asked = (name, fallback) => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split("=")[1] ?? fallback);

const proof = startProof("crashes");
await proveCrashes(proof, { appRounds: asked("app", 200), databaseRounds: asked("database", 50) });
proof.finish();
