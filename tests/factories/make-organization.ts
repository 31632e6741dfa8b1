import { newId } from "@/lib/ids";
import { oneRow, sql } from "../setup/sql";

export interface TestOrganization {
  id: string;
  slug: string;
  name: string;
}

export async function makeOrganization(name = "Test organization"): Promise<TestOrganization> {
  const id = newId();
  const slug = `test-${id}`;
  await sql("INSERT INTO organizations (id, slug, name, created_at, updated_at) VALUES ($1, $2, $3, app_now(), app_now())", [id, slug, name]);
  return { id, slug, name };
}

/** The organization that everybody joins. */
export const defaultOrganization = (): Promise<TestOrganization> =>
  oneRow<TestOrganization & Record<string, unknown>>("SELECT id, slug, name FROM organizations WHERE slug = 'default'");
