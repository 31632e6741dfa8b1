/** Judges answers by an OpenAPI 3.1 document's own schemas, as a client's generator would read them. */
import Ajv2020 from "ajv/dist/2020.js";
import { z } from "zod";

export interface Answered {
  path: string;
  /** In lower case. */
  method: string;
  status: string;
  /** Media type. */
  type: string;
  /** Where the response is one that operations share. */
  ref?: string;
}

const accepts = (schema: z.ZodType) => (value: string) => schema.safeParse(value).success;

/** Every format that the document may use; another one is an error when a schema is compiled. */
const FORMATS = {
  uuid: accepts(z.uuid()),
  email: accepts(z.email()),
  "date-time": accepts(z.iso.datetime({ offset: true })),
  date: accepts(z.iso.date()),
  uri: accepts(z.url()),
  binary: true,
} as const;

const DOCUMENT = "document.json";

const pointer = (...keys: string[]) => `#/${keys.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;

/** @returns what is wrong with a body, as a sentence; null where it is as the document says */
export function answerJudge(document: object): (answered: Answered, body: unknown) => string | null {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema(document, DOCUMENT);
  return ({ path, method, status, type, ref }, body) => {
    const response = ref ? ref.split("/").slice(1) : ["paths", path, method, "responses", status];
    const validate = ajv.compile({ $ref: `${DOCUMENT}${pointer(...response, "content", type, "schema")}` });
    return validate(body) ? null : ajv.errorsText(validate.errors, { dataVar: "body" });
  };
}
