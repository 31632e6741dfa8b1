/**
 * Who may import whom, folder by folder: the house's one direction (docs/architecture.md). A file is judged by the
 * first entry that matches it; `may` are patterns of files in this repository, `packages` narrows what comes from npm.
 */

/** Know nothing of sessions, permissions or features. */
const LEAVES = ["lib/{env,providers,mail-settings,password-rules,errors,clock,crypto,ids,log,db,failpoint,validation,pagination,csv,parse-csv,file-answer}.ts", "lib/generated/**", "lib/edge/**"];

/** What an operation stands on. They may know each other where no circle comes of it (a test looks for circles). */
const MIDDLE = ["lib/{session,access,audit,rate-limit,outbox,email,storage,metrics,hooks}/**"];

/** What a feature shows to the others: shapes, never queries and never operations. */
const SHARED_BY_FEATURES = [
  "lib/features/*/*.ts",
  "!lib/features/*/{repo,feature}.ts",
  "!lib/features/compat/**", // feature:compat
];

const SCREEN = [
  "app/**",
  "components/**",
  "lib/http/**",
  "lib/auth/**",
  "lib/features/*/{*-,}schema.ts",
  "lib/features/*/operations/*.ts",
  // The people whom the sign-in page of a demonstration offers: no operation, since nobody may ask for them over HTTP.
  "lib/features/demo/*.ts",
  // Whether passkeys are offered here, and to which domain they are bound.
  "lib/session/passkeys-offered.ts",
  "lib/features/passkeys/relying-party.ts",
  // Settings that a screen shows, such as the password policy's hint.
  "lib/env.ts",
  // Through what mail leaves, for the mailbox.
  "lib/mail-settings.ts",
  // The names of permissions, for menus, and `holds`, for what a screen leaves out.
  "lib/access/{catalogue,policy}.ts",
  // The viewer's type.
  "lib/session/viewer.ts",
  // The viewer's picture address in the menu.
  "lib/features/account/user-wire.ts",
  // To tell one expected refusal of an operation from another.
  "lib/errors.ts",
  // What the product's own fields ask of people.
  "lib/hooks/user-fields.ts",
  // The filter of the audit trail offers the actions that operations declare.
  "lib/registry.ts",
];

export const importTable = [
  { files: "middleware.ts", may: ["lib/edge/**"], packages: ["next/server"] },
  { files: "instrumentation.ts", may: ["lib/start-server.ts"], packages: [] },
  { files: "lib/edge/**", may: ["lib/edge/**"], packages: ["next/server", "jose"] },

  // Doors for browser journeys, in test builds alone.
  { files: "app/api/test/**", may: ["lib/http/**", "lib/{clock,db,failpoint}.ts"] },
  // What the bench measures against, in bench builds alone.
  { files: "app/api/dev/bench/**", may: ["lib/http/**", "lib/edge/token.ts", "lib/session/{password,viewer}.ts", "lib/features/account/operations/update-profile.ts"] },
  // Starts the jobs where no server of ours does.
  { files: "app/api/cron/**", may: ["lib/http/**", "lib/periodic-jobs.ts", "lib/outbox/run-due-jobs.ts"] },
  // Handlers that are no operation: Auth.js's session answer, public keys, the OpenAPI document.
  { files: "app/api/**", may: [...SCREEN, "lib/edge/{cors,security-headers,token-keys}.ts", "lib/session/{csrf,rotate-session}.ts", "lib/rate-limit/limits.ts", "contracts/openapi.json"] },
  // The reference shows the OpenAPI document.
  { files: "app/(public)/docs/**", may: [...SCREEN, "contracts/openapi.json"], packages: ["!next-auth", "!next-auth/**", "!pg", "!@prisma/**"] },
  { files: "app/**", may: SCREEN, packages: ["!next-auth", "!next-auth/**", "!pg", "!@prisma/**"] },
  // Single-page applications use them without Next.
  { files: "components/auth/**", may: ["components/**", "lib/features/*/schema.ts", "lib/client/**", "lib/password-rules.ts"], packages: ["!next", "!next/**", "!next-auth", "!next-auth/**", "!pg", "!@prisma/**"] },
  { files: "components/**", may: ["components/**", "lib/features/*/schema.ts", "lib/client/**"], packages: ["!next-auth", "!next-auth/**", "!pg", "!@prisma/**", "!next/headers"] },

  // Shapes that components share: they must not bring the server into the browser. The clock is for dates that may not lie in the future.
  { files: "lib/features/*/{*-,}schema.ts", may: ["lib/features/*/{*-,}schema.ts", "lib/clock.ts"], packages: ["zod"] },
  // The same list of people that the launch scripts print.
  { files: "lib/features/demo/**", may: [...LEAVES, "lib/features/demo/**", "scripts/launch/demo-people.mjs"] },
  // Does to many people, one by one, what other operations do to one.
  { files: "lib/features/admin/operations/change-many-users.ts", may: ["lib/features/admin/**", "lib/features/rbac/assignment-schema.ts", "lib/features/rbac/operations/give-role.ts", "lib/operation.ts", ...MIDDLE, ...LEAVES], packages: ["zod"] },
  // The administration's list of people with a filter that must be there.
  { files: "lib/features/rbac/operations/list-role-users.ts", may: ["lib/features/admin/*schema.ts", "lib/features/admin/operations/list-users.ts", "lib/operation.ts", ...MIDDLE, ...LEAVES], packages: ["zod"] },
  // Translates what other features do; nobody imports it but the registry and its routes. // feature:compat
  { files: "lib/features/compat/**", may: ["lib/features/*/{*-,}schema.ts", "lib/features/*/operations/*.ts", "<own>/**", "lib/{operation,operation-example}.ts", "lib/access/permission-aliases.ts", ...LEAVES], packages: ["zod"] }, // feature:compat
  // Where a mail's link may lead on to is judged as everywhere.
  { files: "lib/features/auth/asked-mail.ts", may: [...SHARED_BY_FEATURES, "<own>/**", "lib/http/return-to.ts", "lib/operation.ts", ...MIDDLE, ...LEAVES], packages: ["zod"] },
  { files: "lib/features/*/**", may: [...SHARED_BY_FEATURES, "<own>/**", "lib/operation.ts", "lib/operation-example.ts", ...MIDDLE, ...LEAVES], packages: ["!next", "!next/**", "!next-auth", "!next-auth/**", "!react", "!pg"] },
  { files: "lib/registry.ts", may: ["lib/features/*/feature.ts", "lib/operation.ts", "lib/operation-example.ts"] },
  // Types of the wire, the product's own fields among them, vanish in compilation: tests/client/import-graph.test.ts holds that. `permission.ts` is pure.
  { files: "lib/client/**", may: ["lib/client/**", "lib/features/*/{*-,}schema.ts", "lib/hooks/user-fields.ts", "lib/edge/permission.ts"], packages: ["zod"] },

  { files: "lib/auth/**", may: ["lib/auth/**", "lib/http/**", "lib/features/*/operations/*.ts", "lib/features/*/{*-,}schema.ts", "lib/features/account/user-wire.ts", "lib/operation.ts", ...MIDDLE, ...LEAVES] },
  { files: "lib/http/**", may: ["lib/http/**", "lib/operation.ts", "lib/operation-example.ts", ...MIDDLE, ...LEAVES], packages: ["!next-auth", "!next-auth/**", "!pg"] },
  { files: "lib/boot-database.ts", may: ["lib/session/password.ts", "scripts/launch/demo-people.mjs", ...LEAVES] },
  // What features do from time to time, for whoever starts the runs.
  { files: "lib/periodic-jobs.ts", may: ["lib/features/*/*-job.ts", "lib/outbox/run-due-jobs.ts"] },
  { files: "lib/start-server.ts", may: ["lib/boot-database.ts", "lib/periodic-jobs.ts", "lib/http/**", ...MIDDLE, ...LEAVES], packages: ["!next-auth", "!next-auth/**"] },
  { files: "lib/operation-example.ts", may: ["lib/operation.ts"], packages: ["zod"] },
  { files: "lib/operation.ts", may: [...MIDDLE, ...LEAVES], packages: ["zod"] },
  // The product's own file, which may know whatever it needs.
  { files: "lib/hooks/**", may: ["gatehouse.config.ts", "lib/hooks/**", ...LEAVES], packages: ["zod"] },
  // React elements are data there; react-dom is not (docs/decisions/016).
  { files: "lib/email/{render-element.ts,templates/*}", may: ["lib/email/**", ...LEAVES], packages: ["react"] },
  { files: "lib/{session,access,audit,rate-limit,outbox,email,storage,metrics}/**", may: [...MIDDLE, ...LEAVES], packages: ["!next", "!next/**", "!next-auth", "!next-auth/**", "!react", "!pg"] },

  { files: "lib/generated/**", may: ["lib/generated/**"] },
  { files: "lib/{env,env-shape}.ts", may: ["lib/{env-shape,mail-settings}.ts"], packages: ["zod"] },
  { files: "lib/{mail-settings,password-rules,errors}.ts", may: [], packages: ["zod", "node:**"] },
  // Of the feature they belong to, their names.
  { files: "lib/providers.ts", may: ["lib/features/connections/schema.ts", ...LEAVES], packages: [] },
  { files: "lib/db.ts", may: LEAVES, packages: ["pg", "@prisma/**", "node:**"] },
  { files: "lib/*.ts", may: LEAVES, packages: ["zod", "uuidv7", "node:**"] },
];
