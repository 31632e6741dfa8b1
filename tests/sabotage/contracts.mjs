/** What the OpenAPI document and its examples rest on. @type {import("./sabotages.mjs").Sabotage[]} */
export const contractSabotages = [
  {
    id: "handlers-nobody-described",
    title: "a handler that is no operation gets past the contracts",
    file: "scripts/contracts/handlers.ts",
    find: "const strays = found.filter((route) => !described.some((handler) => fits(route, handler)));",
    replace: "const strays = found.slice(0, 0);",
    killedBy: ["tests/contracts/broken-house.test.ts"],
  },
  {
    id: "examples-nobody-wrote",
    title: "an operation without an example is shown with an empty one",
    file: "lib/http/openapi/document.ts",
    find: "return written.length === 0 && !needsExample(operation) ?",
    replace: "return written.length === 0 || !needsExample(operation) ?",
    killedBy: ["tests/contracts/examples.test.ts"],
  },
  {
    id: "limits-unsaid",
    title: "the document says nothing of limits that an operation counts by itself",
    file: "lib/http/openapi/headers.ts",
    find: "limit !== undefined || Object.values(errors ?? {})",
    replace: "limit !== undefined || Object.values(errors ? {} : {})",
    killedBy: ["tests/operations/examples/examples.test.ts"],
  },
  {
    id: "curl-that-runs-what-it-quotes",
    title: "a single quote in an example ends the text that a shell is given",
    file: "app/(public)/docs/api/samples.ts",
    find: "`'${text.replaceAll(\"'\", \"'\\\\''\")}'`",
    replace: "`'${text}'`",
    killedBy: ["tests/unit/api-reference.test.ts"],
  },
];
