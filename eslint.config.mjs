import { defineConfig, globalIgnores } from "eslint/config";
import next from "eslint-config-next/core-web-vitals";
import tseslint from "typescript-eslint";
import { houseImports } from "./scripts/lint/house-imports.mjs";

const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Read the environment through lib/env.ts: it checks, types and defaults every value.",
};

const BARREL = { selector: "ExportAllDeclaration", message: "No barrels: import from the file that has it." };

export default defineConfig([
  globalIgnores([".next/**", ".next-*/**", ".data/**", "lib/generated/**", "next-env.d.ts", "test-results/**", "playwright-report/**", "examples/*/dist/**"]),
  ...next,
  ...tseslint.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports", disallowTypeAnnotations: false }],
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }],
      "no-restricted-syntax": ["error", BARREL],
      eqeqeq: "error",
      // Every regular expression that looks for control characters says why.
      "no-control-regex": "error",
    },
  },
  {
    files: ["middleware.ts", "instrumentation.ts", "app/**", "components/**", "lib/**"],
    plugins: { house: { rules: { imports: houseImports } } },
    rules: { "house/imports": "error", "no-console": "error", "no-restricted-syntax": ["error", BARREL, ENVIRONMENT] },
  },
  {
    // The two readers of the environment, and the one switch by which Next leaves the Node part out of the edge bundle.
    files: ["lib/env.ts", "lib/edge/env.ts", "instrumentation.ts"],
    rules: { "no-restricted-syntax": ["error", BARREL] },
  },
  // The log's one way out, and the faults that end a process before it has a log.
  { files: ["lib/log.ts", "lib/start-server.ts"], rules: { "no-console": "off" } },
  // No React there: a function named use… is no hook, and a module is a module.
  { files: ["scripts/**", "tests/**", "lib/**", "prisma/**"], rules: { "react-hooks/rules-of-hooks": "off", "@next/next/no-assign-module-variable": "off" } },
  { files: ["*.mjs", "*.js"], rules: { "import/no-anonymous-default-export": "off" } },
]);
