/** Identifiers: UUIDv7 (RFC 9562 section 5.7), so that primary keys are ordered by time of creation. */
import { uuidv7 } from "uuidv7";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new UUIDv7 in its canonical lower-case form. */
export const newId = (): string => uuidv7();

export const isId = (value: unknown): value is string => typeof value === "string" && UUID.test(value);
