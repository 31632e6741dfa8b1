/** The API reference as its screens show it. */

export interface ReferenceLink {
  /** `user.ban`; also its anchor. */
  id: string;
  method: string;
  path: string;
  summary: string;
  /** Permissions, or who else may. */
  access: string;
  href: string;
}

export interface ReferenceGroup {
  name: string;
  title: string;
  href: string;
  operations: ReferenceLink[];
}

export interface ReferenceParameter {
  name: string;
  /** `path` or `query`. */
  place: string;
  type: string;
  required: boolean;
  description: string;
}

export interface ReferenceExample {
  key: string;
  title: string;
  curl: string;
  fetch: string;
  /** Status and body of the answer; null where there is no body. */
  answer: { status: string; text: string } | null;
}

export interface ReferenceError {
  status: string;
  code: string;
  sentence: string;
}

export interface ReferenceOperation extends ReferenceLink {
  /** Who may, as a sentence with `code` in backticks. */
  description: string;
  /** Audit actions that it can write. */
  audit: string[];
  /** The rule that counts its calls. */
  limit: string | null;
  parameters: ReferenceParameter[];
  /** `isStrict`: a key that is not named is refused, not ignored. */
  body: { type: string; text: string; isStrict: boolean } | null;
  answers: { status: string; type: string; text: string }[];
  errors: ReferenceError[];
  examples: ReferenceExample[];
}
