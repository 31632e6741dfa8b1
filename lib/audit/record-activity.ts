import { type AuditInput, type AuditOrigin, sealEvent } from "./audit-event";
import { recordEvent } from "./record-event";

/** What somebody did to a resource of the product. */
export interface Activity extends Pick<AuditInput, "changes" | "metadata" | "errorCode" | "organizationId"> {
  /** `patient.viewed` */
  action: string;
  resource: { type: string; id: string | null };
  /** Whom the resource belongs to. They may read its history without `activity.view`. */
  ownerId?: string | null;
  success?: boolean;
  /** The answer held protected health information. A refusal held none, whatever is said here. */
  phi?: boolean;
}

/** The row of the activity stream for it. */
export const activityEvent = ({ phi = false, success = true, ownerId, ...rest }: Activity): AuditInput => ({
  ...rest,
  stream: "activity",
  success,
  targetUserId: ownerId ?? null,
  phiAccessed: phi && success,
});

/**
 * Writes the row by itself. For handlers of a product: call it before the answer leaves, so that what cannot be recorded is
 * not shown (HIPAA 164.312(b)).
 */
export async function recordActivity(origin: AuditOrigin, activity: Activity): Promise<void> {
  await recordEvent(sealEvent(activityEvent(activity), origin));
}
