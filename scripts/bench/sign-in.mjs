import { PASSWORD } from "./bench-database.mjs";
import { ask } from "./http-connection.mjs";

export const emailOf = (n) => `bench-${n}@example.com`;

/** Signs person n in, as a client that is no browser. @returns {Promise<string>} the access token */
export async function signIn(server, n) {
  const { status, body } = await ask(server.port, { method: "POST", path: "/api/auth/login", body: { email: emailOf(n), password: PASSWORD } });
  if (status !== 200) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
  return body.access_token;
}

export const bearer = (token) => ({ authorization: `Bearer ${token}` });

/** As a browser sends it; the name has no `__Host-` prefix because the bench runs without https. */
export const cookie = (token) => ({ cookie: `access_token=${token}` });
