/** A request as one types it: for a shell, and for a script. */

export interface SampleRequest {
  /** `https://example.com`, without a path. */
  origin: string;
  method: string;
  /** With its query. */
  path: string;
  /** The environment variable that holds what goes behind `Bearer`; null for nobody. */
  bearer: string | null;
  body: { type: string; value: Record<string, unknown> } | null;
}

/** For sh: nothing within single quotes means anything but a single quote. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** What stands for a file's bytes is shown in angle brackets, with its name. */
const fileName = (value: unknown) => /^<bytes of (.+)>$/.exec(String(value))?.[1];

const isForm = (type: string) => type === "multipart/form-data";

export function curlSample({ origin, method, path, bearer, body }: SampleRequest): string {
  const lines = [`curl ${method === "GET" ? "" : `-X ${method} `}${quoted(origin + path)}`];
  if (bearer) lines.push(`-H "Authorization: Bearer $${bearer}"`);
  if (body && isForm(body.type)) {
    for (const [name, value] of Object.entries(body.value)) {
      const file = fileName(value);
      lines.push(file ? `-F ${quoted(`${name}=@${file}`)}` : `--form-string ${quoted(`${name}=${String(value)}`)}`);
    }
  } else if (body) {
    lines.push(`-H ${quoted(`Content-Type: ${body.type}`)}`, `-d ${quoted(JSON.stringify(body.value))}`);
  } else if (method !== "GET") {
    lines.push(`-H ${quoted("Content-Type: application/json")}`, `-d ${quoted("{}")}`);
  }
  return lines.join(" \\\n  ");
}

/** For a page of the site itself, which sends its cookies along. */
export function fetchSample({ method, path, bearer, body }: SampleRequest): string {
  const headers = { ...(bearer && bearer !== "ACCESS_TOKEN" ? { authorization: `Bearer <${bearer}>` } : {}), ...(method === "GET" || (body && isForm(body.type)) ? {} : { "content-type": "application/json" }) };
  const options = [
    ...(method === "GET" ? [] : [`method: ${JSON.stringify(method)}`]),
    ...(Object.keys(headers).length > 0 ? [`headers: ${JSON.stringify(headers)}`] : []),
    ...(method === "GET" ? [] : [body && isForm(body.type) ? "body: form" : `body: JSON.stringify(${indented(body?.value ?? {})})`]),
  ];
  const call = options.length === 0 ? `fetch(${JSON.stringify(path)})` : `fetch(${JSON.stringify(path)}, {\n${options.map((option) => `  ${option},\n`).join("")}})`;
  return [...(body && isForm(body.type) ? formLines(body.value) : []), `const answer = await ${call};`].join("\n");
}

const indented = (value: unknown) => JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");

function formLines(value: Record<string, unknown>): string[] {
  const fields = Object.entries(value).map(([name, entry]) => `form.set(${JSON.stringify(name)}, ${fileName(entry) ? "file" : JSON.stringify(entry)});`);
  return ["const form = new FormData();", ...fields];
}
