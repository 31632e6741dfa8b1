/** What features do from time to time. Whoever starts the runs adds them: the timer of a server, or the endpoint for a scheduler. */
import { accountDeletionJob } from "@/lib/features/privacy/account-deletion-job";
import type { PeriodicJob } from "@/lib/outbox/run-due-jobs";

export const periodicJobs: readonly PeriodicJob[] = [accountDeletionJob];
