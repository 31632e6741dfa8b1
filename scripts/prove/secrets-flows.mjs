/** The ways by which secrets come into the product, each with secrets that occur nowhere else. */
import { randomBytes } from "node:crypto";
import sharp from "sharp";
import { call } from "./proof-servers.mjs";

/** Unmistakable, and accepted as a password or a secret. */
export const canary = (name) => `Canary-${name}-${randomBytes(15).toString("hex")}`;

const BROWSER = { "sec-fetch-site": "same-origin", accept: "text/html" };

/**
 * @param {{ url: string, pages: string[], reads: string[] }} world
 * @returns {Promise<{ secrets: Map<string, string>, answers: { what: string, text: string, mayHold: string[] }[] }>}
 *   `mayHold`: names of the secrets that this answer is there to deliver
 */
export async function plantSecrets({ url, pages, reads }) {
  const secrets = new Map();
  const answers = [];
  const plant = (name, value = canary(name)) => {
    secrets.set(name, value);
    return value;
  };

  function record(what, { status, headers, text }, mayHold = []) {
    const head = [...headers].filter(([name]) => name !== "set-cookie").map(([name, value]) => `${name}: ${value}`).join("\n");
    answers.push({ what: `${what} (${status})`, text: `${head}\n${text}`, mayHold });
  }

  async function ask(what, path, options = {}, mayHold = []) {
    const answer = await call(url, path, options);
    record(what, answer, mayHold);
    return answer;
  }

  async function post(what, path, body, headers) {
    const answer = await fetch(`${url}${path}`, { method: "POST", body, headers, redirect: "manual" });
    record(what, { status: answer.status, headers: answer.headers, text: await answer.text() });
  }

  /** Tokens of an answer or of its cookies become secrets; only that answer may hold them. */
  function keepTokens(prefix, { body, headers }) {
    const given = [
      [`${prefix} access token`, body?.access_token], [`${prefix} refresh token`, body?.refresh_token],
      ...headers.getSetCookie().map((line) => [`${prefix} cookie ${line.split("=")[0]}`, line.split(";")[0].slice(line.indexOf("=") + 1)]),
    ].filter(([, value]) => typeof value === "string" && value.length > 20);
    for (const [name, value] of given) plant(name, value);
    answers.at(-1).mayHold.push(...given.map(([name]) => name));
  }

  const email = `canary-${randomBytes(4).toString("hex")}@example.com`;
  const password = plant("password");
  keepTokens("registration", await ask("register", "/api/auth/register", { data: { email, password, first_name: "Canary" } }));
  const signedIn = await ask("sign-in by an app", "/api/auth/login", { data: { identifier: email, password } });
  keepTokens("sign-in", signedIn);
  const browser = await ask("sign-in by a browser", "/api/auth/login", { data: { identifier: email, password }, headers: { ...BROWSER, origin: url } });
  keepTokens("browser", browser);
  const cookies = browser.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const token = signedIn.body.access_token;

  for (const [what, path, data] of [
    ["a wrong password", "/api/auth/login", { identifier: email, password: plant("wrong password") }],
    ["a password for nobody", "/api/auth/login", { identifier: "nobody@example.com", password: plant("nobody's password") }],
    ["a password of a wrong type", "/api/auth/login", { identifier: email, password: [plant("listed password")] }],
    ["a password in an unknown field", "/api/auth/login", { identifier: email, pass: plant("misplaced password") }],
    ["a password that is too weak", "/api/auth/register", { email: `a-${email}`, password: `${plant("weak password").slice(0, 3)}` }],
    ["a password that is too long", "/api/auth/register", { email: `b-${email}`, password: plant("long password", canary("long").repeat(3)) }],
    ["a taken address", "/api/auth/register", { email, password: plant("password of a taken address") }],
    ["an unknown refresh token", "/api/auth/token/refresh", { refresh_token: plant("unknown refresh token") }],
  ]) await ask(what, path, { data });
  await post("broken JSON", "/api/auth/login", `{"identifier":"${email}","password":"${plant("password in broken JSON")}`, { "content-type": "application/json" });
  await post("a form to the API", "/api/auth/login", new URLSearchParams({ identifier: email, password: plant("password in a form") }).toString(), { "content-type": "application/x-www-form-urlencoded" });
  for (const [name, path] of [["password in an address", "/login?password="], ["token in an address", "/reset-password?token="], ["token in an API address", "/api/auth/me?access_token="]])
    await ask(`a ${name}`, `${path}${plant(name)}`, {}, [name]);
  await ask("a broken Bearer token", "/api/auth/me", { token: plant("broken bearer") });
  await ask("a Basic password", "/api/auth/me", { headers: { authorization: `Basic ${plant("basic")}` } });
  await ask("a foreign cookie", "/dashboard", { headers: { cookie: `access_token=${plant("foreign cookie")}` } });

  const changed = plant("new password");
  await ask("a wrong current password", "/api/auth/password/update", { token, data: { current_password: plant("wrong current password"), new_password: changed } });
  await ask("a changed password", "/api/auth/password/update", { token, data: { current_password: password, new_password: changed } });
  await ask("a password in the profile", "/api/auth/update_user", { token, data: { city: "Canary", password: plant("password in the profile") } });
  const form = new FormData();
  form.set("profile_picture", new File([new Uint8Array(await sharp({ create: { width: 9, height: 9, channels: 3, background: "#369" } }).png().toBuffer())], "a.png", { type: "image/png" }));
  await ask("a picture", "/api/auth/upload-profile-picture", { token, data: form });
  await postForms({ ask, post, plant }, url, email);

  const admin = await ask("an administrator's sign-in", "/api/auth/login", { data: { identifier: "admin@example.com", password: "Admin123!" } });
  keepTokens("administrator", admin);
  const again = await ask("sign-in with the new password", "/api/auth/login", { data: { identifier: email, password: changed }, headers: { ...BROWSER, origin: url } });
  keepTokens("second browser", again);
  const fresh = again.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  for (const page of pages) {
    for (const [who, cookie] of [["an ended session", cookies], ["the owner", fresh], ["an administrator", `access_token=${admin.body.access_token}`], ["nobody", ""]])
      await ask(`${page} for ${who}`, page, { headers: { ...BROWSER, cookie } });
  }
  for (const path of reads) for (const who of [token, admin.body.access_token]) await ask(`GET ${path}`, path, { token: who });
  keepTokens("renewed", await ask("a refresh", "/api/auth/token/refresh", { data: { refresh_token: signedIn.body.refresh_token } }));
  await ask("a reused token", "/api/auth/token/refresh", { data: { refresh_token: admin.body.refresh_token } }, []).then((answer) => keepTokens("administrator's second", answer));
  await ask("sign-out", "/api/auth/logout", { token, data: {} });
  return { secrets, answers };
}

/** Forms without JavaScript: the page comes back, and with it what was typed. */
async function postForms({ ask, post, plant }, url, email) {
  for (const path of ["/login", "/register"]) {
    const page = await ask(`the form of ${path}`, path);
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)];
    for (const type of ["multipart", "urlencoded"]) {
      const typed = new FormData();
      for (const [, name, value = ""] of hidden) typed.set(name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
      typed.set("identifier", email);
      typed.set("email", email);
      typed.set("password", plant(`password typed into ${path} (${type})`));
      const fields = new URLSearchParams([...typed].map(([name, value]) => [name, String(value)]));
      await post(`${path} posted as ${type}`, path, type === "multipart" ? typed : fields, { origin: url, "sec-fetch-site": "same-origin" });
    }
  }
}
