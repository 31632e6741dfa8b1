/**
 * What a form's server action answers, and what the form shows. Never holds a password or a token
 * that was sent: the state travels to the browser and back (`values` repeats only what may be seen).
 */
export interface FormState {
  ok?: boolean;
  /** One sentence for people. */
  message?: string;
  /** Machine code of the refusal, as in the API's `code`. */
  code?: string;
  /** Sentences per input name. */
  fields?: Record<string, string[]>;
  /** What was typed, per input name, to fill the form again. */
  values?: Record<string, string>;
  /** With code RATE_LIMIT_EXCEEDED. */
  retryAfterSeconds?: number;
  requestId?: string;
  /** With code REAUTH_REQUIRED: by what it can be proven who is there, and the page that asks where no script runs. */
  stepUp?: { methods: string[]; href?: string };
  /** What is made and shown once, by name, such as new recovery codes. Stored nowhere. */
  shownOnce?: Record<string, string | string[] | null>;
}

/** Whether sending it again is of no use: what was too early, too often or a fault of ours may work at the next press. */
export const isRefusedForGood = ({ code, retryAfterSeconds }: FormState): boolean =>
  code !== undefined && code !== "INTERNAL_ERROR" && retryAfterSeconds === undefined;

/** A server action for `useActionState`; works without JavaScript when it is passed down from a server component. */
export type FormAction = (previous: FormState, formData: FormData) => Promise<FormState>;

/** State of a form that was not sent yet. */
export const emptyFormState: FormState = {};
