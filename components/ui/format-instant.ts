/** "21 Nov 2026, 08:38 UTC": an ISO 8601 instant for people, the same on server and client. */
export function formatInstant(at: string): string {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return at;
  const text = instant.toLocaleString("en-GB", {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC",
  });
  return `${text} UTC`;
}

/** "21 Nov 2026": the UTC day of an instant. */
export function formatDay(at: string): string {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return at;
  return instant.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}
