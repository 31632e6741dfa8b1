/**
 * Step-up: what matters needs a recent proof of who is there, also within a session that lives for a month (ASVS V7.5.1, OIDC
 * auth_time). `POST /api/auth/reauthenticate` renews it.
 */
import { env } from "@/lib/env";
import { AppError, REAUTH_REQUIRED } from "@/lib/errors";
import type { Viewer } from "./principal";

/** Clients with a Bearer token can be exempted, for those of older systems that know no such question. */
const isExempt = (viewer: Viewer): boolean => viewer.via === "bearer" && !env.stepUpBearer;

/** @throws AppError 403 REAUTH_REQUIRED where the last proof is older than `STEP_UP_MINUTES` */
export function assertRecentSignIn(viewer: Viewer): void {
  const isRecent = viewer.authAgeSeconds < env.stepUpMinutes * 60;
  if (!isRecent && !isExempt(viewer)) throw new AppError(REAUTH_REQUIRED, { details: { max_age_seconds: env.stepUpMinutes * 60 } });
}
