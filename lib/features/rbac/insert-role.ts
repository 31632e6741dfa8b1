import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";
import { addGrants } from "./role-grants";

export interface NewRole {
  name: string;
  displayName: string;
  description: string | null;
  grants: readonly string[];
}

const CREATE = `
INSERT INTO roles (id, name, display_name, description, is_system, created_at, updated_at)
VALUES ($1::uuid, $2, $3, $4, false, app_now(), app_now()) ON CONFLICT (name) DO NOTHING RETURNING id`;

/** @returns the new role's id, or null when the name is taken. */
export async function insertRole(tx: Tx, { name, displayName, description, grants }: NewRole): Promise<string | null> {
  const id = newId();
  const made = await tx.$queryRawUnsafe<unknown[]>(CREATE, id, name, displayName, description);
  if (made.length === 0) return null;
  await addGrants(tx, id, grants);
  return id;
}
