/** Requests by a client that is no browser: a Bearer token, no cookies, no redirects followed. */
import { demoPerson, type Person } from "./people";

export interface Call {
  method?: string;
  token?: string | null;
  data?: unknown;
  headers?: Record<string, string>;
}

export function call(url: string, path: string, { method, token, data, headers }: Call = {}): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: method ?? (data === undefined ? "GET" : "POST"),
    body: data === undefined ? undefined : JSON.stringify(data),
    redirect: "manual",
    headers: {
      ...(data === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
  });
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** Signs in for tokens in the body. @throws Error when refused */
export async function tokensOf(url: string, person: Person | Parameters<typeof demoPerson>[0]): Promise<Tokens> {
  const { email, password } = typeof person === "string" ? demoPerson(person) : person;
  const answer = await call(url, "/api/auth/login", { data: { identifier: email, password } });
  if (!answer.ok) throw new Error(`${email} was refused: ${await answer.text()}`);
  return (await answer.json()) as Tokens;
}
