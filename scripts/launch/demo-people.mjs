/** The people whom the demonstration names at start: one per role, and one alone in the second organization. */
export const DEMO_PEOPLE = /** @type {const} */ ([
  { email: "admin@example.com", username: "admin", password: "Admin123!", role: "admin", firstName: "Ada", lastName: "Admin" },
  { email: "manager@example.com", username: "manager", password: "Manager123!", role: "manager", firstName: "Mara", lastName: "Manager" },
  { email: "auditor@example.com", username: "auditor", password: "Auditor123!", role: "auditor", firstName: "Otto", lastName: "Auditor" },
  { email: "user@example.com", username: "user", password: "User123!", role: "user", firstName: "Una", lastName: "User" },
  { email: "other@example.com", username: "other", password: "User123!", role: "user", firstName: "Olaf", lastName: "Other", place: "second organization" },
]);
