/**
 * `npm run prove timing`: whether the time of a refused sign-in, or of an answered request for a reset, a link, a verification
 * mail or an account, tells if the account exists. `--share=0.1` tries a tenth of it, to see that it runs.
 */
import http from "node:http";
import { inParallel, makePeople, must, openServers, seededRandom } from "./proof-servers.mjs";
import { startProof } from "./start-proof.mjs";

const SEED = 4711;
/** Below the ten wrong passwords that are looked at per account. */
const TRIES_PER_ACCOUNT = 8;
const share = Number(process.argv.find((argument) => argument.startsWith("--share="))?.slice(8) ?? 1);
const ACCOUNTS = Math.ceil(300 * share);
/** As many mails as one account is sent in a while, to so many accounts that the tries are as many as of the others. */
const MAILS_PER_ACCOUNT = 3;
const MAIL_ACCOUNTS = Math.ceil(800 * share);
const LINKS_PER_ACCOUNT = 5;
const LINK_ACCOUNTS = Math.ceil(480 * share);
/** What answers at a moment drawn by chance waits more than it works: so many at a time. */
const EVEN_PLACES = 4;
const WARM_UP = 300;
/** Some three and a half standard deviations of 2,400 tries each; of fewer, as many. */
const AUC_TOLERANCE = 0.03 / Math.sqrt(share);

const KINDS = [
  { title: "with a password", prefix: "known" },
  { title: "banned", prefix: "banned", change: "UPDATE users SET banned_at = app_now() WHERE username ~ '^banned\\d+$'" },
  { title: "without a password", prefix: "provider", hasPassword: false },
];

/** Two groups of names that nothing has been asked of. */
const RESET_KINDS = [
  { title: "that is sent a mail", prefix: "forgot" },
  { title: "that is banned", prefix: "outcast", change: "UPDATE users SET banned_at = app_now() WHERE username ~ '^outcast\\d+$'" },
];

const LINK_KIND = { title: "that is sent a mail", prefix: "passer" };
const RESEND_KIND = { title: "that is sent a mail", prefix: "unsure", change: "UPDATE users SET email_verified_at = NULL WHERE username ~ '^unsure\\d+$'" };
const REGISTRATION_KIND = { title: "that is told of the try", prefix: "enrolled" };

/** Connections are kept alive: what remains is the server's own time. */
const agent = new http.Agent({ keepAlive: true, maxSockets: EVEN_PLACES });

function send(path, fields) {
  const body = JSON.stringify(fields);
  return new Promise((resolve, reject) => {
    const begun = process.hrtime.bigint();
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = http.request({ host: "127.0.0.1", port, path, method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.on("data", (piece) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode, text: text.replace(/"request_id":"[^"]*"/, ""), micros: Number(process.hrtime.bigint() - begun) / 1000 }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const signIn = (identifier) => send("/api/auth/login", { identifier, password: "wrong horse battery staple" });
const askForReset = (name) => send("/api/auth/request-password-reset", { email: `${name}@example.com` });
const askForLink = (name) => send("/api/auth/magic-link", { email: `${name}@example.com` });
const askForMail = (name) => send("/api/auth/resend-verification-email", { email: `${name}@example.com` });
const register = (name) => send("/api/auth/register", { email: `${name}@example.com`, password: "wrong horse battery staple" });

/** The chance that a time of `xs` is longer than one of `ys` (Mann-Whitney); 0.5: they tell nothing. */
function areaUnderCurve(xs, ys) {
  const all = [...xs.map((value) => ({ value, isX: true })), ...ys.map((value) => ({ value, isX: false }))].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to].value === all[from].value) to += 1;
    for (let index = from; index < to; index += 1) if (all[index].isX) rankSum += (from + 1 + to) / 2;
    from = to;
  }
  return (rankSum - (xs.length * (xs.length + 1)) / 2) / (xs.length * ys.length);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function shuffle(items, random) {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other], items[index]];
  }
  return items;
}

const proof = startProof("timing");
const servers = await openServers({ env: { REQUIRE_EMAIL_VERIFICATION: "true" } });
const [{ port }] = servers.instances;

/**
 * In an order drawn over all of them: what one leaves to be done behind its answer, such as a mail, slows known and unknown
 * names that come next alike.
 *
 * @param {{ ask: (name: string) => ReturnType<typeof send>, status: number, accounts?: number, perAccount?: number, places?: number, isSpent?: boolean }} how
 *   `isSpent`: by being asked, an unknown name becomes a known one
 */
async function measure({ prefix, change, hasPassword }, { ask, status, accounts = ACCOUNTS, perAccount = TRIES_PER_ACCOUNT, places = 1, isSpent = false }) {
  await makePeople(servers.sql, accounts, prefix, { hasPassword });
  if (change) await servers.sql(change);
  const tries = Array.from({ length: perAccount * accounts }, (_, index) => {
    const n = 1 + (index % accounts);
    const nobody = [...prefix].reverse().join("");
    const unknown = isSpent ? String.fromCharCode(97 + Math.floor(index / accounts)) + nobody.slice(1) : nobody;
    // Names of one length, and equally spread: only whether they exist differs.
    return [{ name: `${prefix}${n}`, isKnown: true }, { name: `${unknown}${n}`, isKnown: false }];
  });
  const times = { known: [], unknown: [] };
  const answers = new Set();
  await inParallel(shuffle(tries.flat(), seededRandom(SEED)), places, async ({ name, isKnown }) => {
    const answer = await ask(name);
    answers.add(`${answer.status} ${answer.text}`);
    times[isKnown ? "known" : "unknown"].push(answer.micros);
  });
  must(answers.size === 1 && [...answers][0].startsWith(String(status)), `the answers differ: ${[...answers].slice(0, 3).join(" | ")}`);
  return times;
}

function judge({ known, unknown }, remark) {
  const auc = areaUnderCurve(known, unknown);
  const note = `AUC ${auc.toFixed(3)} (0.500 ± ${AUC_TOLERANCE.toFixed(2)} wanted), medians ${median(known).toFixed(0)} and ${median(unknown).toFixed(0)} µs, equal bytes${remark}`;
  must(Math.abs(auc - 0.5) <= AUC_TOLERANCE, note);
  return { trials: known.length + unknown.length, note };
}

try {
  await proof.group("timing", async (step) => {
    await makePeople(servers.sql, WARM_UP, "warm");
    for (let n = 1; n <= WARM_UP; n += 1) await signIn(n % 2 ? `warm${n}` : `mraw${n}`);
    for (const kind of KINDS) {
      await step(`sign-in: an account ${kind.title} beside an unknown name`, async () => {
        return judge(await measure(kind, { ask: signIn, status: 401 }), ". BCRYPT_COST=4, below the default of 12, so that the hash hides less");
      });
    }
    for (let n = 1; n <= WARM_UP; n += 1) await askForReset(n % 2 ? `warm${n}` : `mraw${n}`);
    for (const kind of RESET_KINDS) {
      await step(`reset: an account ${kind.title} beside an unknown address`, async () =>
        judge(await measure(kind, { ask: askForReset, accounts: MAIL_ACCOUNTS, perAccount: MAILS_PER_ACCOUNT, status: 200 }), ""));
    }
    await step(`a link to sign in with: an account ${LINK_KIND.title} beside an unknown address`, async () =>
      judge(await measure(LINK_KIND, { ask: askForLink, accounts: LINK_ACCOUNTS, perAccount: LINKS_PER_ACCOUNT, status: 200 }), ""));
    await step(`verification mail: an account ${RESEND_KIND.title} beside an unknown address`, async () =>
      judge(await measure(RESEND_KIND, { ask: askForMail, accounts: MAIL_ACCOUNTS, perAccount: MAILS_PER_ACCOUNT, places: EVEN_PLACES, status: 200 }), ""));
    await step(`registration where addresses have to be confirmed: an owner ${REGISTRATION_KIND.title} beside a new account`, async () =>
      judge(await measure(REGISTRATION_KIND, { ask: register, places: EVEN_PLACES, status: 202, isSpent: true }), ""));
  });
} finally {
  agent.destroy();
  await servers.end();
}
proof.finish();
