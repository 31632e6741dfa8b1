/** The response header that names a request; the same id stands in log and audit rows. Never taken from a client. */
export const REQUEST_ID_HEADER = "x-request-id";

export const newRequestId = (): string => crypto.randomUUID();
