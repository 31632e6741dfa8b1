/** Providers: what makes an answer of theirs somebody's. Their form: sabotages.mjs. */
const SIGN_IN = "tests/http/provider-sign-in.test.ts";
const PROTOCOL = "tests/http/provider-protocol.test.ts";
const CONNECTING = "tests/http/provider-connecting.test.ts";
const NATIVE = "tests/http/native-sign-in.test.ts";
const EXCHANGE = "tests/operations/auth/exchange-authorization-code.test.ts";

export const providerSabotages = [
  {
    id: "journey-of-any-browser",
    title: "an answer is heard whatever state this browser was given",
    file: "lib/auth/provider-return.ts",
    find: ` || journey.state !== query.get("state")`,
    replace: "",
    killedBy: [`${PROTOCOL}::in another browser`],
  },
  {
    id: "address-is-proof",
    title: "an address that the provider does not vouch for opens the account that has it",
    file: "lib/features/auth/operations/register-by-provider.ts",
    find: "      if (!identity.isEmailVerified) return refuse(",
    replace: "      if (identity.email === null) return refuse(",
    killedBy: [`${SIGN_IN}::does not vouch for is asked to sign in as ever`],
  },
  {
    id: "entra-address-believed",
    title: "Entra's address counts as proved when a claim that nobody vouches for says so",
    file: "lib/auth/read-claims.ts",
    find: `isTrue(provider === "microsoft" ? claims.xms_edov : claims.email_verified)`,
    replace: `isTrue(claims.xms_edov ?? claims.email_verified) && provider !== ""`,
    killedBy: ["tests/unit/provider-claims.test.ts"],
  },
  {
    id: "connects-whoever-is-signed-in",
    title: "what was begun in one account's settings is connected to whoever is signed in by now",
    file: "lib/auth/provider-callbacks.ts",
    find: "  if (viewer && viewer.userId !== userId) throw new AppError(PROVIDER_STATE);\n",
    replace: "",
    killedBy: [`${CONNECTING}::connects nobody who has signed in meanwhile`],
  },
  {
    id: "connected-in-silence",
    title: "an account that a first visit by a provider has opened to it is not told",
    file: "lib/features/connections/operations/connect-at-door.ts",
    find: "if (!made.wasThere && !input.is_new) await tellOwner(",
    replace: "if (made.wasThere) await tellOwner(",
    killedBy: [`${SIGN_IN}::by an address that both sides have proved is connected`],
  },
  {
    id: "connecting-begins-anywhere",
    title: "another site can send somebody off to connect what waits at the provider",
    file: "lib/auth/provider-departure.ts",
    find: "  if ((ctx.origin === null && ctx.secFetchSite === null) || !hasTrustedOrigin(ctx)) throw new AppError(CSRF);\n",
    replace: "",
    killedBy: [`${CONNECTING}::begins on a page of ours`],
  },
  {
    id: "code-of-any-verifier",
    title: "whoever sees an app's address can exchange the code that stands in it",
    file: "lib/features/auth/authorization-code.ts",
    find: "return bound.challenge === challengeOf(verifier) ?",
    replace: 'return challengeOf(verifier) !== "" ?',
    killedBy: [`${EXCHANGE}::with another verifier`, `${NATIVE}::gives another app`],
  },
  {
    id: "verifiers-tried-one-by-one",
    title: "a wrong verifier leaves the code for another try",
    file: "lib/features/auth/authorization-code.ts",
    find: "  if (!userId || !(await consumeToken(prisma, found.id))) return",
    replace: "  if (!userId) return",
    killedBy: [`${EXCHANGE}::with another verifier`],
  },
  {
    id: "plain-challenge",
    title: "an app may send its verifier as the challenge, for everybody on the way to read",
    file: "lib/auth/native-client.ts",
    find: ' && query.get("code_challenge_method") === "S256"',
    replace: "",
    killedBy: [`${NATIVE}::the method plain`],
  },
  {
    id: "app-address-by-prefix",
    title: "a code goes to every address that begins as a listed one",
    file: "lib/auth/native-client.ts",
    find: "env.redirectAllowList.includes(address)",
    replace: "env.redirectAllowList.some((entry) => address.startsWith(entry))",
    killedBy: [`${NATIVE}::where an app's sign-in may lead`],
  },
  {
    id: "browser-signed-in-for-an-app",
    title: "the browser that an app has opened stays signed in",
    file: "lib/auth/provider-callbacks.ts",
    find: "if (journey.client === null) {",
    replace: "if (journey.client !== undefined) {",
    killedBy: [`${NATIVE}::leaves nothing in the browser`],
  },
  {
    id: "preview-begins-a-sign-in",
    title: "whoever looks at a link begins what it begins",
    file: "app/api/auth/login/[provider]/route.ts",
    find: "export const { HEAD, POST,",
    replace: "export const { POST,",
    killedBy: [`${PROTOCOL}::begins nothing`],
  },
  {
    id: "journey-longer-than-a-cookie",
    title: "a sign-in begins though its browser will drop what it needs at the end",
    file: "lib/auth/provider-departure.ts",
    find: "if (journey.length > COOKIE_BYTES_MAX) return",
    replace: "if (journey.length > 100 * COOKIE_BYTES_MAX) return",
    killedBy: ["tests/http/provider-protocol.test.ts::nowhere with more than a browser keeps"],
  },
];
