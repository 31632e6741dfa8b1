import { env } from "@/lib/env";
import { AppError, NOT_FOUND } from "@/lib/errors";

/** @throws AppError 404 where this installation mails no links to sign in with */
export function assertMagicLinkOffered(): void {
  if (!env.magicLink) throw new AppError(NOT_FOUND);
}
