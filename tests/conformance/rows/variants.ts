import type { Section } from "../row";


export const variants = {
  title: "Variants of one capability",
  rows: [
    { id: "1.12-signup", status: "tested", asks: "Sign up at /register and /signup" },
    { id: "1.12-login", status: "tested", asks: "Log in with an address or a username at one path" },
    { id: "1.12-password", status: "tested", asks: "Change the password with the current one, and never inside a profile" },
    { id: "1.12-request-reset", status: "tested", asks: "Ask for a reset by three paths" }, // feature:compat
    { id: "1.12-reset", status: "tested", asks: "Reset by four paths" }, // feature:compat
    { id: "1.12-resend", status: "tested", asks: "Resend by two paths" },
    { id: "1.12-oauth", status: "tested", asks: "Come back from a provider by two paths" },
    { id: "1.12-mfa", status: "tested", asks: "Verify a second factor by two paths" },
    { id: "1.12-pagination", status: "tested", asks: "Flat figures; limit and offset in the trail" },
    { id: "1.12-clone", status: "tested", asks: "name or new_name for a clone" },
    { id: "1.12-ban", status: "tested", asks: "duration_hours or duration_minutes" },
    { id: "1.12-picture", status: "tested", asks: "profile_picture or file; both fields in the user" },
    { id: "1.11", status: "not built", asks: "Routes of the sample applications in the documents", reason: "demonstrations of a product's own code" },
  ],
} as const satisfies Section;
