/** The other doors: what a sign-in costs where no password opens it, and what stands around it. */
import { PASSWORD } from "../bench-database.mjs";
import { openDoorMaker } from "../door-maker.mjs";
import { filled } from "../filled.mjs";
import { alternate } from "../load.mjs";

const CONNECTIONS = 4;
/** Of a door that computes no hash; each use takes a secret of its own. */
const USES = { whole: 400, quick: 60 };
/** Of a door that does: a fifth of a second each. */
const HASHES = { whole: 12, quick: 4 };

/** More than `counting.count` sends. */
const COUNTED_MAX = 10;

const post = (path, body, headers) => ({ method: "POST", path, headers, body });

const ASSERTION = {
  id: "{id}",
  rawId: "{id}",
  type: "public-key",
  response: { clientDataJSON: "{clientDataJSON}", authenticatorData: "{authenticatorData}", signature: "{signature}", userHandle: "{userHandle}" },
};

/** By name: what is sent, with names in braces for what `values` gives to each use; `expect`: what it is answered. */
const DOORS = {
  "a mailed code": { request: post("/api/auth/magic-link/verify", { email: "{email}", code: "{code}" }), values: "magicCodes" },
  "a passkey's challenge": { request: post("/api/auth/passkeys/sign-in/options", {}) },
  "a passkey": { request: post("/api/auth/passkeys/sign-in", { assertion: ASSERTION }, { cookie: "{cookie}" }), values: "assertions" },
  "a password, with a second factor to come": { request: post("/api/auth/login", { identifier: "{email}", password: PASSWORD }), values: "factorAccounts", expect: 401, hashes: true },
  "the second factor, by an app's code": { request: post("/api/auth/mfa/verify", { mfa_token: "{token}", code: "{code}" }), values: "secondSteps" },
  "a reset asked for": { request: post("/api/auth/request-password-reset", { email: "{email}" }), values: "accounts" },
  "a proof in a session, by password": { request: post("/api/auth/reauthenticate", { password: PASSWORD }, { authorization: "{authorization}" }), values: "sessions", hashes: true },
  "an invitation's link, looked at": { request: { path: "/api/auth/invitations?token={token}" }, values: "invitations" },
};

/** Those that let somebody in, each in one step. */
const WAYS_IN = ["a mailed code", "a passkey", "the second factor, by an app's code"];

async function countDoor({ request, values, expect = 200 }, counting, maker) {
  const given = values ? await maker[values](COUNTED_MAX) : [{}];
  return counting.count((n) => JSON.parse(filled(JSON.stringify(request), given[n % given.length])), expect);
}

export async function doors({ generator, server, counting, databaseUrl, largeUrl, time, isQuick }) {
  const size = isQuick ? "quick" : "whole";
  const maker = await openDoorMaker(databaseUrl, server);
  const countingMaker = await openDoorMaker(largeUrl, counting);
  const jobOf = ({ request, values, expect, hashes }) => async () => {
    const limit = (hashes ? HASHES : USES)[size];
    const people = values ? await maker[values](limit) : undefined;
    return { server, connections: hashes ? 1 : CONNECTIONS, limit, seconds: 60, expect, request, people };
  };
  try {
    const bare = { server, connections: CONNECTIONS, request: { path: "/api/dev/bench/bare" } };
    const rounds = await alternate(generator, { bare, ...Object.fromEntries(Object.entries(DOORS).map(([name, door]) => [name, jobOf(door)])) }, time);
    const counts = {};
    for (const [name, door] of Object.entries(DOORS)) counts[name] = await countDoor(door, counting, countingMaker);
    return sectionOf(rounds, counts);
  } finally {
    await maker.close();
    await countingMaker.close();
  }
}

/** How many of a request's statements are such. */
const perRequest = ({ seen, statements }, pattern) => (seen.filter(({ text }) => pattern.test(text)).length * statements) / seen.length;

function sectionOf(rounds, counts) {
  const most = Math.max(...WAYS_IN.map((name) => counts[name].statements));
  const begun = WAYS_IN.map((name) => perRequest(counts[name], /INSERT INTO sessions/));
  const looks = counts["an invitation's link, looked at"].statements;
  return {
    title: "The other doors",
    note: `Each use with a secret of its own, made before its round; ${CONNECTIONS} connections, one where a hash is computed. A sign-in with a second factor is two requests, and so is one with a passkey.`,
    rounds,
    counts,
    goals: [
      { goal: "each begins the session by one statement", measured: begun.join(", "), isMet: begun.every((count) => count === 1) },
      { goal: "≤ 12 statements for whoever comes in", measured: String(most), isMet: most <= 12 },
      { goal: "an invitation is looked at by one statement", measured: String(looks), isMet: looks <= 1 },
    ],
  };
}
