import { call, must } from "./proof-servers.mjs";

/** Requests of one person, and what one of them made. */
export function sender(url, token) {
  const send = (method, path, data) => call(url, path, { method, token, data });
  const made = async (answer) => {
    const { status, body, text } = await answer;
    must(status === 201, `what a mutation needs could not be made (${status}): ${text.slice(0, 200)}`);
    return body;
  };
  return { send, made };
}
