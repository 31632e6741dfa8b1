/** People from other systems, and their password hashes. Their form: sabotages.mjs. */
export const movingInSabotages = [
  {
    id: "kinds-only-for-who-is-there",
    title: "for an account that is not there only one hash is computed, while others cost the work of every kind",
    file: "lib/session/password.ts",
    find: "  const others = kinds.length === 0 ? [] :",
    replace: "  const others = hash === null || kinds.length === 0 ? [] :",
    killedBy: ["tests/sessions/foreign-password.test.ts::is that of each kind once"],
  },
  {
    id: "brought-hash-without-bounds",
    title: "a file brings a hash whose comparison takes for ever",
    file: "lib/features/moving-in/judge-hash.ts",
    find: "kind.iterations > COST_MAX.pbkdf2Iterations ?",
    replace: "kind.iterations > COST_MAX.pbkdf2Iterations ** 2 ?",
    killedBy: ["tests/unit/password-kind.test.ts::is refused"],
  },
  {
    id: "administrators-by-file",
    title: "whoever writes a row of the file makes an administrator",
    file: "lib/features/moving-in/plan-rows.ts",
    find: 'if (role.permissions.includes("*") && !run.makesAdministrators)',
    replace: 'if (role.permissions.includes("*") && run.makesAdministrators === undefined)',
    killedBy: ["tests/operations/moving-in/import-people.test.ts::only to whom the command trusts"],
  },
  {
    id: "rehearsal-imports",
    title: "a rehearsal of an import makes the accounts",
    file: "lib/features/moving-in/import-people.ts",
    find: "const written = options.isRehearsal ? null : await writeRows(",
    replace: "const written = await writeRows(",
    killedBy: ["tests/operations/moving-in/import-people.test.ts::says the same and changes nothing"],
  },
  {
    id: "hash-never-renewed",
    title: "a hash of another system stays for ever",
    file: "lib/features/auth/repo.ts",
    find: "password_hash = coalesce($7, u.password_hash)",
    replace: "password_hash = coalesce(u.password_hash, $7)",
    killedBy: ["tests/operations/auth/moved-in.test.ts::which becomes ours once"],
  },
];
