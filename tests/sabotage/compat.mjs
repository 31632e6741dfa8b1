/** The addresses of other systems: sabotages of what makes them safe. Their form: sabotages.mjs. */
export const compatSabotages = [
  {
    id: "compat-cannot-be-turned-off",
    title: "COMPAT=false leaves the addresses of other systems where they are",
    file: "lib/features/compat/translate.ts",
    find: "    isOffered: () => env.compat,\n",
    replace: "    isOffered: () => env.compat || true,\n",
    killedBy: ["tests/operations/compat/every-alias.test.ts"],
  },
  {
    id: "compat-answers-in-full",
    title: "an alias answers also what its system never had",
    file: "lib/features/compat/translate.ts",
    find: "output.parse(answer(body as OutputOf<Op> & Issued, sent))",
    replace: "answer(body as OutputOf<Op> & Issued, sent)",
    killedBy: ["tests/operations/compat/scribes.test.ts::200 with oneself, flat"],
  },
  {
    id: "compat-refused-by-the-gate",
    title: "the gate refuses an alias in words that its clients do not read",
    file: "lib/edge/gate.ts",
    find: ' || entry?.isAlias) return answers.passApi(seen);',
    replace: ") return answers.passApi(seen);",
    killedBy: ["tests/operations/compat/every-alias.test.ts"],
  },
];
