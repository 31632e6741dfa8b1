import { edgePolicy } from "./policy.gen";
import type { PolicyEntry } from "./policy-entry";

type Rank = 0 | 1 | 2 | 3;

/** Static before `[param]` before `[...rest]` before `[[...rest]]`: the order in which Next tries segments. */
const rankOf = (segment: string): Rank => {
  if (segment.startsWith("[[...")) return 3;
  if (segment.startsWith("[...")) return 2;
  return segment.startsWith("[") ? 1 : 0;
};

interface Node {
  entry?: PolicyEntry;
  statics: Map<string, Node>;
  param?: Node;
  rest?: PolicyEntry;
  optionalRest?: PolicyEntry;
}

const newNode = (): Node => ({ statics: new Map() });

const insert = (root: Node, entry: PolicyEntry): void => {
  let node = root;
  for (const segment of entry.pattern.split("/").filter(Boolean)) {
    const rank = rankOf(segment);
    if (rank === 3) return void (node.optionalRest = entry);
    if (rank === 2) return void (node.rest = entry);
    if (rank === 1) node = node.param ??= newNode();
    else {
      const next = node.statics.get(segment) ?? newNode();
      node.statics.set(segment, next);
      node = next;
    }
  }
  node.entry = entry;
};

const lookup = (node: Node, segments: readonly string[], at: number): PolicyEntry | undefined => {
  const segment = segments[at];
  if (segment === undefined) return node.entry ?? node.optionalRest;
  const literal = node.statics.get(segment);
  return (
    (literal && lookup(literal, segments, at + 1)) ??
    (node.param && lookup(node.param, segments, at + 1)) ??
    node.rest ??
    node.optionalRest
  );
};

/** A finder over the given entries; exported for tests, the gate uses {@link findPolicy}. */
export const policyFinder = (entries: readonly PolicyEntry[]) => {
  const root = newNode();
  for (const entry of entries) insert(root, entry);
  return (segments: readonly string[]): PolicyEntry | undefined => lookup(root, segments, 0);
};

/**
 * The decoded segments of a path, or undefined where its percent-encoding is broken or hides a character that may not
 * stand in a path (NUL and the other controls). Empty segments are dropped: Next answers them with a redirect.
 */
export const pathSegments = (pathname: string): string[] | undefined => {
  try {
    const segments = pathname.split("/").filter(Boolean).map(decodeURIComponent);
    // eslint-disable-next-line no-control-regex -- these are the characters to refuse
    return segments.some((segment) => /[\u0000-\u001f\u007f]/.test(segment)) ? undefined : segments;
  } catch {
    return undefined;
  }
};

const find = policyFinder(edgePolicy);

/** The policy of a path as it stands in a URL (percent-encoded); undefined for one that nobody declared. Case-sensitive, as Next is. */
export const findPolicy = (pathname: string): PolicyEntry | undefined => {
  const segments = pathSegments(pathname);
  return segments && find(segments);
};
