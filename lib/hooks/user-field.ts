import type { z } from "zod";

/** A field that a product adds to people. */
export interface UserField {
  /** Of a value that is there; where there is none, it is null. Has to accept its own result again. */
  schema: z.ZodType;
  /** Above the input. */
  label: string;
  /**
   * Who sets it through the API and the forms. `owner`: the person, and whoever may edit people. `admin`: whoever may edit
   * people. `nobody`: the product's own code alone, with `setUserFields`.
   */
  writtenBy: "owner" | "admin" | "nobody";
  /** Asked for when somebody registers; without it they are not asked. Only where the owner writes it. */
  atRegistration?: "optional" | "required";
  /** How forms ask. Default `text`. */
  input?: "text" | "textarea" | "url" | "tel" | "number" | "date" | "checkbox";
}

const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** @throws Error with what to change */
export function assertUserField(name: string, field: UserField): void {
  if (!NAME.test(name)) throw new Error(`gatehouse.config.ts: the field ${name} has to be written in snake_case, 40 characters at most`);
  if (field.atRegistration && field.writtenBy !== "owner")
    throw new Error(`gatehouse.config.ts: ${name} is asked for at registration, so its writtenBy has to be "owner"`);
}
