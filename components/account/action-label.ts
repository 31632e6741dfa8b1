/** "user.password_changed" → "Password changed": an event in words, for any action that a product adds. */
export function actionLabel(action: string): string {
  const [resource = "", ...rest] = action.split(".");
  const verb = rest.join(" ").replaceAll("_", " ").trim();
  const words = !verb ? resource : verb.includes(" ") || resource === "user" ? verb : `${resource.replaceAll("_", " ")} ${verb}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
