import { AppError, INTERNAL_ERROR } from "@/lib/errors";
import { counter, histogram } from "./registry";

const requests = counter("http_requests_total", "Requests answered, by method, route pattern and status.");
const durations = histogram(
  "http_request_duration_seconds",
  "Seconds from a request's head to the end of its answer.",
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
);
const logins = counter("gatehouse_logins_total", "Attempts to sign in with a password, by outcome.");
const refreshes = counter("gatehouse_refreshes_total", "Refresh tokens presented, by what became of them.");
/** The operation that a password is presented to; its outcomes are the refusals' codes in lower case. */
const LOGIN = "auth.login";
const SUCCESS = { code: "success", status: 200 };

const failures = counter("gatehouse_failures_total", "Operations that ended with a status of 500 or more, by operation and code.");

export interface RequestMeasure {
  method: string;
  /** A pattern such as `/api/admin/users/[id]`, never a path: a label must not grow with what people send. */
  route: string;
  status: number;
  seconds: number;
}

export function countRequest({ method, route, status, seconds }: RequestMeasure): void {
  requests.add({ method, route, status: String(status) });
  durations.observe({ method, route }, seconds);
}

/** @param outcome `rotated`, `repeated` (the same successor, within the grace), `reused`, `dead` or `unknown` */
export const countRefresh = (outcome: string): void => refreshes.add({ outcome });

/** Whatever an operation was reached by: route, page or action. `error` is what it threw, if anything. */
export function countOutcome(operation: string, error?: unknown): void {
  const { code, status } = error === undefined || error instanceof AppError ? (error ?? SUCCESS) : INTERNAL_ERROR;
  if (operation === LOGIN) logins.add({ outcome: code.toLowerCase() });
  if (status >= 500) failures.add({ operation, code });
}
