/** The fields that `gatehouse.config.ts` adds to people: what may be sent, what is shown, what forms ask. Storing them is the account feature's. */
import { z } from "zod";
import config from "@/gatehouse.config";
import type { UserField } from "./user-field";

type Fields = Record<string, UserField>;

/** By name; null where there is none. */
export type ValuesOf<F extends Fields> = { [Name in keyof F]: z.output<F[Name]["schema"]> | null };
type ShapeOf<F extends Fields> = { [Name in keyof F]: z.ZodNullable<F[Name]["schema"]> };
type InputOf<F extends Fields, By> = {
  [Name in keyof F as F[Name]["writtenBy"] extends "owner" | By ? Name : never]: z.ZodOptional<z.ZodNullable<F[Name]["schema"]>>;
};
type RegistrationOf<F extends Fields> = {
  [Name in keyof F as F[Name] extends { atRegistration: string } ? Name : never]: F[Name] extends { atRegistration: "required" } ? F[Name]["schema"] : z.ZodOptional<F[Name]["schema"]>;
};

/** Values of the product's own fields. */
export type CustomValues = ValuesOf<typeof config.userFields>;

/** What forms send, as JSON would have it: nothing is null, numbers and ticks are text. */
function fromForm(input: UserField["input"]): (value: unknown) => unknown {
  return (value) => {
    if (value === "") return null;
    if (input === "number" && typeof value === "string") return Number(value);
    if (input === "checkbox" && typeof value === "string") return value === "on" || value === "true" ? true : value === "false" ? false : value;
    return value;
  };
}

/** What an answer holds of them. */
export const outputShape = <F extends Fields>(fields: F): ShapeOf<F> =>
  Object.fromEntries(Object.entries(fields).map(([name, { schema, label }]) => [name, schema.nullable().meta({ description: label })])) as ShapeOf<F>;

/** What may be sent by whom, all of it optional; null takes a value away. Everybody else's fields are not in it. */
export const inputShape = <F extends Fields, const By extends "owner" | "admin">(fields: F, by: By): InputOf<F, By> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, { writtenBy }]) => writtenBy === "owner" || writtenBy === by)
      .map(([name, { schema, input }]) => [name, z.preprocess(fromForm(input), schema.nullable()).optional()]),
  ) as unknown as InputOf<F, By>;

/** What is asked for when somebody registers. */
export const registrationShape = <F extends Fields>(fields: F): RegistrationOf<F> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { schema, input, atRegistration }]) => {
      if (!atRegistration) return [];
      const given = (value: unknown) => fromForm(input)(value) ?? undefined;
      return [[name, z.preprocess(given, atRegistration === "required" ? schema : schema.optional())] as const];
    }),
  ) as unknown as RegistrationOf<F>;

/** Values as they are stored; one that no longer fits its schema counts as none. */
export function readValues<F extends Fields>(fields: F, stored: unknown): ValuesOf<F> {
  const held = (stored ?? {}) as Record<string, unknown>;
  const entries = Object.entries(fields).map(([name, { schema }]) => {
    const read = schema.safeParse(held[name]);
    return [name, read.success ? read.data : null];
  });
  return Object.fromEntries(entries) as ValuesOf<F>;
}

/** A parsed body, as the product's own fields that were sent and the rest. */
export function splitValues<F extends Fields, I extends object>(fields: F, input: I): { custom: Record<string, unknown>; rest: Omit<I, keyof F> } {
  const entries = Object.entries(input);
  const isCustom = ([name]: [string, unknown]) => Object.hasOwn(fields, name);
  return {
    custom: Object.fromEntries(entries.filter((entry) => isCustom(entry) && entry[1] !== undefined)),
    rest: Object.fromEntries(entries.filter((entry) => !isCustom(entry))) as Omit<I, keyof F>,
  };
}

/** @throws Error at start for fields that a person has already */
export function assertNoneOf(taken: object, fields: Fields = config.userFields): void {
  const clashing = Object.keys(fields).filter((name) => Object.hasOwn(taken, name));
  if (clashing.length > 0) throw new Error(`gatehouse.config.ts: every person has ${clashing.join(", ")} already; choose other names for your own fields`);
}

/** For forms in the browser: plain data. */
export interface FormField {
  name: string;
  label: string;
  input: NonNullable<UserField["input"]>;
  isRequired: boolean;
  /** What is there already, as an input has it. */
  value: string;
}

const inputValue = (value: unknown): string => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

const ASKED = {
  registration: ({ atRegistration }: UserField) => atRegistration !== undefined,
  profile: ({ writtenBy }: UserField) => writtenBy === "owner",
  administration: ({ writtenBy }: UserField) => writtenBy !== "nobody",
};

/** What a form asks: the owner, or an administrator. @param values - of the person, by name */
export const formFields = (fields: Fields, form: keyof typeof ASKED, values: Record<string, unknown> = {}): FormField[] =>
  Object.entries(fields)
    .filter(([, field]) => ASKED[form](field))
    .map(([name, { label, input = "text", atRegistration }]) => ({ name, label, input, isRequired: form === "registration" && atRegistration === "required", value: inputValue(values[name]) }));

/** What a person's page shows: those that have a value, whoever writes them. */
export const shownFields = (fields: Fields, values: Record<string, unknown>): { name: string; label: string; value: string }[] =>
  Object.entries(fields)
    .map(([name, { label }]) => ({ name, label, value: typeof values[name] === "boolean" ? (values[name] ? "Yes" : "No") : inputValue(values[name]) }))
    .filter(({ value }) => value !== "");

export const userFields = config.userFields;
