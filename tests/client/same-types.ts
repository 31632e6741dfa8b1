import type { z } from "zod";
import type { AnyOperation, OutputOf } from "@/lib/operation";

/** Intersections written out, so that two spellings of one shape are one type. */
export type Flat<T> = T extends Date ? T : T extends readonly (infer Item)[] ? Flat<Item>[] : T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;
export type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export type Answers<Wire, Op extends AnyOperation> = IsSame<Flat<Wire>, Flat<OutputOf<Op>>>;
export type Sends<Wire, Op extends AnyOperation> = IsSame<Flat<Wire>, Flat<z.input<NonNullable<Op["input"]>>>>;
/** A query is text on the way, so its schema coerces, and says nothing of what goes in, so its names are compared; values are sent in the tests of each client. */
export type Asks<Wire, Op extends AnyOperation> = IsSame<keyof Wire, keyof z.output<NonNullable<Op["query"]>>>;

export const hold = <_Facts extends Record<string, true>>(): void => undefined;
