/** The headers that answers bear beside their body, once each, and references to them. */
import { RATE_LIMIT_EXCEEDED } from "@/lib/errors";
import type { AnyOperation } from "@/lib/operation";
import type { Json } from "./schema";

const integer = (description: string) => ({ description, schema: { type: "integer" } });

export const HEADERS = {
  "X-RateLimit-Limit": integer("How many the rule nearest its end allows in its window."),
  "X-RateLimit-Remaining": integer("How many of them are left."),
  "X-RateLimit-Reset": integer("When the window ends: whole seconds since 1970."),
  "Retry-After": integer("Whole seconds until another try makes sense."),
};

const refer = (...names: (keyof typeof HEADERS)[]): Json => Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

export const LIMIT_HEADERS = refer("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
export const RETRY_AFTER = refer("Retry-After");

/** Counted on the way in, or by the operation itself where it may refuse so. */
export const isLimited = ({ limit, errors }: AnyOperation): boolean =>
  limit !== undefined || Object.values(errors ?? {}).some((error) => (error as { code: string }).code === RATE_LIMIT_EXCEEDED.code);
