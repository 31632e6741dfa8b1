/** GitHub speaks no OpenID Connect: who somebody is and which addresses they have proved is asked of its API. */
import { z } from "zod";
import { OutOfOrder } from "./fault-of";
import type { Claims } from "./read-claims";

const API = "https://api.github.com";
const PATIENCE_MS = 5000;

const person = z.object({ id: z.number(), login: z.string(), name: z.string().nullable() });
const addresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

async function ask(url: string, token: string): Promise<unknown> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "gatehouse" },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const said = `GitHub answered ${answer.status} to ${new URL(url).pathname}`;
  if (answer.status >= 500 || answer.status === 429) throw new OutOfOrder(said);
  if (!answer.ok) throw new Error(said);
  return answer.json();
}

/** The primary address; its profile may show another one. @throws OutOfOrder; Error where GitHub refuses, or answers something else */
export const githubClaims =
  (api = API) =>
  async ({ tokens }: { tokens: { access_token?: string } }): Promise<Claims> => {
    const token = tokens.access_token ?? "";
    const { id, login, name } = person.parse(await ask(`${api}/user`, token));
    const found = addresses.parse(await ask(`${api}/user/emails`, token));
    const primary = found.find((address) => address.primary);
    return { id, name: name ?? login, email: primary?.email, email_verified: primary?.verified ?? false };
  };
