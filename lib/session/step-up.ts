/**
 * Step-up: what matters needs a recent proof of who is there, also within a session that lives for a month (ASVS V7.5.1, OIDC
 * auth_time). `POST /api/auth/reauthenticate` renews it.
 */
import { env } from "@/lib/env";
import { AppError, REAUTH_REQUIRED } from "@/lib/errors";
import type { Viewer } from "./principal";
import { proofMethodsOf } from "./proof-methods";

/** Clients with a Bearer token can be exempted, for those of older systems that know no such question. */
const isExempt = (viewer: Viewer): boolean => viewer.via === "bearer" && !env.stepUpBearer;

/** For how long a proof is recent. */
export const maxProofAgeSeconds = (): number => env.stepUpMinutes * 60;

/**
 * @throws AppError 403 REAUTH_REQUIRED where the last proof is older than `STEP_UP_MINUTES`; `details`: `max_age_seconds`, and
 * `methods`, by which this account can prove it
 */
export async function assertRecentSignIn(viewer: Viewer): Promise<void> {
  const isRecent = viewer.authAgeSeconds < maxProofAgeSeconds();
  if (isRecent || isExempt(viewer)) return;
  throw new AppError(REAUTH_REQUIRED, { details: { max_age_seconds: maxProofAgeSeconds(), methods: await proofMethodsOf(viewer.userId) } });
}
