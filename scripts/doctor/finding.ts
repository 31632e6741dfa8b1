import { redactText } from "@/lib/log";

/** `note`: worth knowing. `warning`: works, with a consequence. `fault`: keeps it from serving as it should. */
export type State = "ok" | "note" | "warning" | "fault";

export interface Finding {
  topic: string;
  state: State;
  message: string;
  /** The command or change that mends it. */
  remedy?: string;
}

/** Our own examples of how a value is written look like the real ones that are taken out. */
const EXAMPLES = /(you@your\.domain|:\/\/(?:user|gatehouse_retention):password@host\b)/;

const withoutCredentials = (text: string): string =>
  text.split(EXAMPLES).map((piece) => (EXAMPLES.test(piece) ? piece : redactText(piece))).join("");

/** Makes findings of one topic; whatever they quote is freed of credentials. */
export const about = (topic: string) => {
  const say = (state: State) => (message: string, remedy?: string): Finding => ({
    topic,
    state,
    message: withoutCredentials(message),
    ...(remedy === undefined ? {} : { remedy: withoutCredentials(remedy) }),
  });
  return { ok: say("ok"), note: say("note"), warning: say("warning"), fault: say("fault") };
};

/** Host and name of a database or service, never its user or password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname === "/" ? "" : pathname}`;
}
