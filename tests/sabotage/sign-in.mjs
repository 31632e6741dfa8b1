/** Sign-in, registration and guessing. Their form: sabotages.mjs. */
export const signInSabotages = [
  {
    id: "early-return-for-unknown-account",
    title: "for an account that is not there no hash is computed, and the answer comes sooner",
    file: "lib/features/auth/operations/login.ts",
    find: "const isRight = !passwordTooLong(input.password) && (await",
    replace: "const isRight = candidate !== null && !passwordTooLong(input.password) && (await",
    killedBy: ["tests/operations/auth/login-work.test.ts"],
  },
  {
    id: "no-dummy-hash",
    title: "without a hash to compare with, nothing is computed",
    file: "lib/session/password.ts",
    find: "  const matches = await inTurn(() => verify(password, known));\n",
    replace: "  if (hash === null) return false;\n  const matches = await inTurn(() => verify(password, known));\n",
    killedBy: ["tests/operations/auth/login-work.test.ts"],
  },
  {
    id: "counted-after-the-check",
    title: "a try is counted once its password was looked at, so parallel tries are free",
    file: "lib/features/auth/operations/login.ts",
    find: `    await reserve(ctx, [account], false).catch((error: unknown) => returned(places, error));
    const isRight = !passwordTooLong(input.password) && (await verifyPassword(input.password, candidate?.passwordHash ?? null));
`,
    replace: `    const isRight = !passwordTooLong(input.password) && (await verifyPassword(input.password, candidate?.passwordHash ?? null));
    if (!isRight) await reserve(ctx, [account], false).catch((error: unknown) => returned(places, error));
`,
    killedBy: ["tests/operations/auth/login-limits.test.ts::wrong passwords of one account"],
  },
  {
    id: "place-given-back-on-failure",
    title: "a wrong password costs nothing",
    file: "lib/features/auth/operations/login.ts",
    find: "      await recordFailedSignIn(refusal(INVALID_CREDENTIALS.code));\n",
    replace: "      await recordFailedSignIn(refusal(INVALID_CREDENTIALS.code));\n      await giveBack(refundable);\n",
    also: [
      {
        file: "lib/features/auth/operations/login.ts",
        find: "import { reserve } from \"@/lib/rate-limit/count\";\n",
        replace: "import { reserve } from \"@/lib/rate-limit/count\";\nimport { giveBack } from \"@/lib/rate-limit/rate-limit\";\n",
      },
    ],
    killedBy: ["tests/operations/auth/login-limits.test.ts::wrong passwords of one account"],
  },
  {
    id: "blocked-try-extends-the-block",
    title: "whoever knocks on keeps an account locked",
    file: "lib/rate-limit/rate-limit.ts",
    find: "  const spent = standings.filter(",
    replace: `  await statement("limit.extend", "UPDATE rate_limits SET expires_at = app_now() + interval '15 minutes' WHERE key = $1", [deciding.key]);
  const spent = standings.filter(`,
    killedBy: ["tests/operations/auth/login-limits.test.ts::blocked tries"],
  },
  {
    id: "old-session-survives-a-new-sign-in",
    title: "signing in again leaves the session alive that the browser had",
    file: "lib/features/auth/operations/login.ts",
    find: "    await endPresentedSessions(ctx, replacedBy(begun, seal));\n",
    replace: "    void endPresentedSessions;\n    void replacedBy;\n",
    killedBy: ["tests/operations/auth/login.test.ts::with a session that is alive ends that session"],
  },
  {
    id: "known-device-shares-the-budget",
    title: "a stranger can lock the owner out of a device they know",
    file: "lib/features/auth/login-budget.ts",
    find: "knownDeviceId ? `${account}:${knownDeviceId}` : account",
    replace: "`${account}${knownDeviceId?.slice(0, 0) ?? \"\"}`",
    killedBy: ["tests/operations/auth/login-limits.test.ts::an owner on a known device"],
  },
  {
    id: "email-compared-by-letter-case",
    title: "an address in another letter case is another account",
    file: "lib/features/auth/repo.ts",
    find: "WHERE (lower(u.email) = lower($1) OR",
    replace: "WHERE (u.email = $1 OR",
    killedBy: ["tests/operations/auth/login.test.ts::by identifier, email or username"],
  },
  {
    id: "role-chosen-at-registration",
    title: "who registers names the role they want",
    file: "lib/features/auth/operations/register.ts",
    find: "  input: registerInput,\n",
    replace: "  input: registerInput.loose(),\n",
    also: [
      {
        file: "lib/features/auth/operations/register.ts",
        find: "      role_assignment_id: newId(),\n",
        replace: "      role_assignment_id: newId(),\n      role_id: input.role_id,\n",
      },
      {
        file: "lib/features/auth/registration.ts",
        find: "FROM person, roles WHERE roles.name = '${DEFAULT_ROLE}'),",
        replace: "FROM person, roles WHERE roles.id = coalesce(($1::jsonb->>'role_id')::uuid, (SELECT d.id FROM roles d WHERE d.name = '${DEFAULT_ROLE}'))),",
      },
    ],
    killedBy: ["tests/operations/auth/register.test.ts::a field that would raise privileges"],
  },
  {
    id: "password-changed-meanwhile-signs-in",
    title: "a password that was changed while it was compared still signs in",
    file: "lib/features/auth/repo.ts",
    find: "WHERE u.id = $1 AND u.password_hash = $2 AND u.is_active",
    replace: "WHERE u.id = $1 AND $2::text IS NOT NULL AND u.is_active",
    killedBy: ["tests/operations/auth/login.test.ts::with a password that changed while it was being compared"],
  },
  {
    id: "bcrypt-cuts-silently",
    title: "characters are counted instead of bytes, and bcrypt cuts what is beyond 72",
    file: "lib/session/password.ts",
    find: "Buffer.byteLength(password) > PASSWORD_BYTES_MAX",
    replace: "password.length > PASSWORD_BYTES_MAX",
    killedBy: ["tests/sessions/password.test.ts::counts bytes as bcrypt does"],
  },
  {
    id: "limiter-timeout-is-success",
    title: "a Redis that stalls lets everybody through",
    file: "lib/rate-limit/redis-window.ts",
    find: '      if (answer.reason === "timeout") throw new Error(`no answer within ${store.patienceMs} ms`);\n',
    replace: "",
    killedBy: ["tests/operations/limits/shared-window.test.ts::while Redis stalls"],
  },
];
