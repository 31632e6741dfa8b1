/** The list: what the four reference systems offer, row by row, and what became of each here. */
import type { Section } from "../row";
import { admin } from "./admin";
import { audit } from "./audit";
import { auth } from "./auth";
import { rbac } from "./rbac";

export const sections = [auth, rbac, admin, audit] as const satisfies readonly Section[];

type AnyRow = (typeof sections)[number]["rows"][number];

/** Rows that a test must prove; a misspelt one does not compile. */
export type TestedId = Extract<AnyRow, { status: "tested" | "different" }>["id"];

export const allRows: readonly AnyRow[] = sections.flatMap(({ rows }) => [...rows]);
