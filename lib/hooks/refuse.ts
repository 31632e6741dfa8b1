import { AppError, defineError } from "@/lib/errors";

export const HOOK_REFUSED = defineError("HOOK_REFUSED", 400, "This is not allowed here.");

/**
 * For `before…` hooks: ends the request with a sentence for people.
 *
 * @param status - 400 to 499. Not 401, which tells clients to refresh and try again
 * @throws AppError HOOK_REFUSED; Error where the status is another one
 */
export function refuse(message: string, { status = HOOK_REFUSED.status }: { status?: number } = {}): never {
  if (!Number.isInteger(status) || status < 400 || status > 499 || status === 401)
    throw new Error(`a hook refuses with a status from 400 to 499, and not with 401: ${status} is neither`);
  throw new AppError({ ...HOOK_REFUSED, status }, { message });
}
