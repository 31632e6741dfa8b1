/** The list: what the four reference systems offer, row by row, and what became of each here. */
import type { Section } from "../row";
import { admin } from "./admin";
import { audit } from "./audit";
import { auth } from "./auth";
import { clients } from "./clients";
import { compat } from "./compat"; // feature:compat
import { conventions } from "./conventions";
import { data } from "./data";
import { decisions } from "./decisions";
import { defects } from "./defects";
import { guards } from "./guards";
import { hooks } from "./hooks";
import { options } from "./options";
import { otherDefects } from "./other-defects";
import { rbac } from "./rbac";
import { reactClient } from "./react-client";
import { reactSurface } from "./react-surface";
import { signInMethods } from "./sign-in-methods";
import { variants } from "./variants";
import { vocabulary } from "./vocabulary";

export const sections = [
  conventions,
  auth,
  signInMethods,
  rbac,
  admin,
  audit,
  data,
  variants,
  compat, // feature:compat
  reactClient,
  options,
  hooks,
  guards,
  clients,
  reactSurface,
  vocabulary,
  defects,
  otherDefects,
  decisions,
] as const satisfies readonly Section[];

type AnyRow = (typeof sections)[number]["rows"][number];

/** Rows that a test must prove; a misspelt one does not compile. */
export type TestedId = Extract<AnyRow, { status: "tested" | "different" }>["id"];

export const allRows: readonly AnyRow[] = sections.flatMap(({ rows }) => [...rows]);
