/**
 * What roles grant, remembered by this process under the version of their grants. A version stands for one set of grants
 * for ever and is read from the database with every request, so nothing out of date is ever used: a changed role has
 * another version. Spares each request the reading and sending of lists that may hold thousands of names.
 */
import { now } from "@/lib/clock";
import { env } from "@/lib/env";
import type { HeldRole } from "./principal";

/** A role as `HELD_ROLES_SINCE_SQL` tells it. */
export interface VersionedRole extends Omit<HeldRole, "permissions"> {
  grantsVersion: string;
  /** null: as remembered. */
  permissions: string[] | null;
}

/** Roles beyond this many are read each time: every request names the versions that are known here. */
const MAX_ROLES = 64;

/**
 * Remembers until `PERMISSION_CACHE_TTL_SECONDS` after the first request that used it; then another takes its place. A request
 * keeps the one that it asked with, so what the database left out because of it is there when the answer comes.
 */
export class RememberedGrants {
  readonly #grants = new Map<string, string[]>();
  readonly #endsAt: number;
  #known = "{}";

  constructor(lifetimeMs: number) {
    this.#endsAt = now().getTime() + lifetimeMs;
  }

  get isOver(): boolean {
    return now().getTime() >= this.#endsAt;
  }

  /** The versions, as a literal of PostgreSQL's `uuid[]`. */
  get known(): string {
    return this.#known;
  }

  /** The roles with their grants, which are remembered if they are new. */
  complete(roles: readonly VersionedRole[]): HeldRole[] {
    return roles.map(({ grantsVersion, permissions, ...role }) => {
      if (permissions) this.#keep(grantsVersion, permissions);
      return { ...role, permissions: permissions ?? this.#recall(grantsVersion) };
    });
  }

  #recall(version: string): string[] {
    const grants = this.#grants.get(version);
    if (!grants) throw new Error(`the grants of version ${version} were left out, and nobody remembers them`);
    return grants;
  }

  #keep(version: string, permissions: string[]): void {
    if (this.isOver || this.#grants.size >= MAX_ROLES || this.#grants.has(version)) return;
    // Requests share it from now on.
    this.#grants.set(version, Object.freeze(permissions) as string[]);
    this.#known = `{${[...this.#grants.keys()].join(",")}}`;
  }
}

let current: RememberedGrants | undefined;

/** What a request asks with. With a lifetime of 0 nothing is remembered. */
export function rememberedGrants(): RememberedGrants {
  if (!current || current.isOver) current = new RememberedGrants(env.permissionCacheTtlSeconds * 1000);
  return current;
}
