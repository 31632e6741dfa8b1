import type { Section } from "./row";

/** The rows that a test must prove. */
export const testedIds = (sections: readonly Section[]): Set<string> =>
  new Set(sections.flatMap(({ rows }) => rows.filter(({ status }) => status === "tested" || status === "different").map(({ id }) => id)));
