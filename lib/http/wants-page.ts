/**
 * Whether a person is looking: browsers that follow a link ask for HTML before anything else, clients of the API for JSON or for
 * whatever there is (RFC 9110 section 12.5.1).
 */
export function wantsPage({ headers }: Request): boolean {
  const weights = new Map((headers.get("accept") ?? "").toLowerCase().split(",").map(weightOf));
  const weight = (type: string) => weights.get(type) ?? weights.get(type.replace(/\/.*/, "/*")) ?? weights.get("*/*") ?? 0;
  return weight("text/html") > weight("application/json");
}

function weightOf(range: string): [name: string, weight: number] {
  const [name = "", ...parameters] = range.split(";").map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0];
}
