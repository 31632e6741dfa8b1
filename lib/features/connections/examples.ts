import { example } from "@/lib/operation-example";
import { removeConnection } from "./operations/remove-connection";

/** A connection of the caller's, who has a password too. */
export const SAMPLE_CONNECTION = "0198c0de-0000-7000-8000-0000000000b1";

export const connectionsExamples = [example(removeConnection, { params: { id: SAMPLE_CONNECTION } })];
