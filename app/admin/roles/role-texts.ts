/** A form's empty field leaves the choice to the server. */
export const roleTexts = ({ display_name: displayName, description }: Record<string, FormDataEntryValue>) => ({
  display_name: displayName === "" ? undefined : displayName,
  description: description === "" ? null : description,
});
