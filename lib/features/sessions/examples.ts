import { example, SAMPLE } from "@/lib/operation-example";
import { endOwnSession } from "./operations/end-own-session";

export const sessionsExamples = [example(endOwnSession, { params: { session_id: SAMPLE.session } })];
