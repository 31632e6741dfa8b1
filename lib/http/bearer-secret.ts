import { timingSafeEqual } from "node:crypto";
import { sha256 } from "@/lib/crypto";
import { AppError, UNAUTHORIZED } from "@/lib/errors";

/**
 * For machines that bear a secret of ours (`Authorization: Bearer …`). Digests are compared, so that neither the time
 * nor the length tells anything.
 *
 * @throws AppError 401
 */
export function assertBearerSecret(request: Request, secret: string): void {
  const given = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!timingSafeEqual(sha256(given), sha256(secret))) throw new AppError(UNAUTHORIZED);
}
