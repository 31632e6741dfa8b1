import { randomBytes } from "node:crypto";
import { oneRow } from "../setup/sql";

/** A passkey's row, whose private half nobody has. One that can sign: `VirtualAuthenticator`. */
export const makePasskey = (user: { id: string }, { name = "Laptop", id = null as string | null } = {}): Promise<{ id: string }> =>
  oneRow(
    `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, aaguid, name, transports, backup_eligible, backed_up, created_at)
     VALUES (coalesce($1::uuid, gen_random_uuid()), $2, $3, $4, 0, '00000000-0000-0000-0000-000000000000', $5, '{internal}', true, true, app_now()) RETURNING id`,
    [id, user.id, randomBytes(16), randomBytes(77), name],
  );
