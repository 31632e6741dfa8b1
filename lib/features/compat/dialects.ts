/** How the reference systems word a refusal. Our own envelope (`error`, `code`, `request_id`) stays beside it. */
import { type AppError, RATE_LIMIT_EXCEEDED, VALIDATION_ERROR } from "@/lib/errors";

/** `names`: our names of fields → theirs. */
export type Dialect = (error: AppError, names: Record<string, string>) => { status: number; body: Record<string, unknown> };

/** Refusals that the other systems count among the faults of a form, by the field they are about. */
const TAKEN: Record<string, string> = { EMAIL_TAKEN: "email", USERNAME_TAKEN: "username", ROLE_NAME_TAKEN: "name" };

/** Sentences per field, under their names; undefined for what is no fault of a field. */
function fieldsOf({ code, message, details }: AppError, names: Record<string, string>): Record<string, string[]> | undefined {
  const taken = TAKEN[code];
  const ours = (details?.fields as Record<string, string[]> | undefined) ?? (taken ? { [taken]: [message] } : undefined);
  return ours && Object.fromEntries(Object.entries(ours).map(([field, sentences]) => [names[field] ?? field, sentences]));
}

/** Scribes (FastAPI): `detail`, a sentence, or for a form that is not right a list, with 422. */
export const scribes: Dialect = (error, names) => {
  const fields = error.code === VALIDATION_ERROR.code ? fieldsOf(error, names) : undefined;
  const list = Object.entries(fields ?? {}).flatMap(([field, sentences]) =>
    sentences.map((msg) => ({ loc: field === "_" ? ["body"] : ["body", ...field.split(".")], msg, type: "value_error" })),
  );
  return { status: error.status, body: { detail: fields ? list : error.message } };
};

/** Reprotech as documented: `errors` by field, with 400. */
export const reprotech: Dialect = (error, names) => {
  const errors = fieldsOf(error, names);
  const isForm = errors !== undefined || error.status === VALIDATION_ERROR.status;
  return { status: isForm ? 400 : error.status, body: errors ? { errors } : {} };
};

/** Reprotech's backend as coded: knows neither 409 nor 422; `msg` as its token library has it; tells how long to wait. */
export const backend: Dialect = (error, names) => {
  const errors = fieldsOf(error, names);
  const status = errors || error.status === 409 || error.status === VALIDATION_ERROR.status ? 400 : error.status;
  const wait = error.code === RATE_LIMIT_EXCEEDED.code ? { message: error.message, retry_after: error.retryAfterSeconds } : {};
  return { status, body: { msg: error.message, ...(errors ? { errors } : {}), ...wait } };
};
