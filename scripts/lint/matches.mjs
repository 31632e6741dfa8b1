/** Paths against patterns: `**` spans folders, `*` a part of a name, `{a,b}` is either. Node's own matchesGlob is experimental in Node 20. */
const compiled = new Map();

const SYNTAX = /\*\*|\*|\{([^}]*)\}|[^*{]+/g;

const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const partOf = (text) => text.replace(SYNTAX, (token, choices) => {
  if (token === "**") return ".*";
  if (token === "*") return "[^/]*";
  return choices === undefined ? escape(token) : `(?:${choices.split(",").map(partOf).join("|")})`;
});

/** Whether the whole path fits the pattern. */
export function matches(path, pattern) {
  const known = compiled.get(pattern) ?? new RegExp(`^${partOf(pattern)}$`);
  compiled.set(pattern, known);
  return known.test(path);
}
