import { sessionsExamples } from "./examples";
import { endOtherSessions } from "./operations/end-other-sessions";
import { endOwnSession } from "./operations/end-own-session";
import { listOwnSessions } from "./operations/list-own-sessions";

export const sessionsFeature = { name: "sessions", operations: [listOwnSessions, endOwnSession, endOtherSessions], examples: sessionsExamples };
