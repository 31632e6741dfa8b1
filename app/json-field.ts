/** A form's field that bears JSON, as it is for the operation; what is no JSON becomes undefined, which the operation refuses. */
export function jsonField(value: FormDataEntryValue | undefined): unknown {
  try {
    return typeof value === "string" ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
