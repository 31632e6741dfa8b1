import type { Section } from "../row";

const PROVIDERS = "comes with the providers";
const MAIL = "comes with verification and recovery by mail";
const FACTOR = "comes with the second factor";

/** Where the reference systems disagree with each other, and where they conflict with what is safe. */
export const decisions = {
  title: "Disagreements settled",
  rows: [
    { id: "10-signup", status: "tested", asks: "201 with the whole user, tokens as delivery has it, message, msg and success" },
    { id: "10-identifier", status: "tested", asks: "E-mail or username, in either field" },
    { id: "10-user", status: "tested", asks: "One user in all answers: role_id, role_name, permissions and roles, both picture fields, both name styles" },
    { id: "10-lifetimes", status: "tested", asks: "Lifetimes are configurable, 15 minutes and 30 days by default, told as token_type and expires_in" },
    { id: "10-refresh", status: "tested", asks: "Refresh token from cookie, Bearer or body; rotated; both tokens answered; two different ones are 400" },
    { id: "10-me", status: "tested", asks: "/user/@me wrapped, /me flat" },
    { id: "10-error", status: "tested", asks: "error is text, code beside it, (401) in every 401" },
    { id: "10-roles", status: "tested", asks: "Many roles, the first of them reported as the primary one" },
    { id: "10-ban", status: "tested", asks: "Hours or minutes, enforced" },
    { id: "10-current", status: "tested", asks: "The current session may be ended; logout really ends it" },
    { id: "10-resend", status: "pending", asks: "Resend with a session or an address, one answer", reason: MAIL },
    { id: "10-phi", status: "tested", asks: "log_phi, the column, the report" },
    { id: "10-mfa", status: "pending", asks: "Enable, verify, disable, and the old path", reason: FACTOR },
    { id: "10.1-oauth", status: "pending", asks: "Cookies or a one-time code at the end of OAuth, no tokens in addresses", reason: PROVIDERS },
    { id: "10.1-browser", status: "tested", asks: "Sec-Fetch-Site or Origin decides who is a browser" },
    { id: "10.1-classes", status: "tested", asks: "No composition rules, unless PASSWORD_POLICY=classes" },
    { id: "10.1-sub", status: "tested", asks: "sub is the user's id, profile from the database" },
    { id: "10.1-401", status: "tested", asks: "401 for every faulty token" },
    { id: "10.1-generic", status: "different", asks: "One 401 until the password is right, then ACCOUNT_DISABLED", reason: "EMAIL_UNVERIFIED comes with verification by mail" },
    { id: "10.1-register", status: "different", asks: "201, or 400 EMAIL_TAKEN", reason: "the uniform 202 comes with verification by mail" },
    { id: "10.1-lenient", status: "tested", asks: "Unknown keys are dropped at registration and at one's profile, refused elsewhere" },
    { id: "10.1-get", status: "pending", asks: "Opening a link confirms nothing", reason: MAIL },
    { id: "10.1-verify-mfa", status: "pending", asks: "The second factor needs the login's token", reason: FACTOR },
    { id: "10.1-microsoft", status: "pending", asks: "Microsoft accounts by tenant and object id", reason: PROVIDERS },
    { id: "10.1-cors", status: "tested", asks: "* with credentials stops the start" },
    { id: "10.1-force", status: "tested", asks: "force gives members another role; system objects stay" },
    { id: "10.1-activity", status: "tested", asks: "A resource's history for activity.view or its owner" },
    { id: "10.1-metrics", status: "tested", asks: "/metrics wants its token" },
    { id: "10.1-reset", status: "pending", asks: "A reset deletes no row of the trail", reason: MAIL },
    { id: "10.1-admin", status: "tested", asks: "No default administrator in production" },
    { id: "10.1-challenge", status: "pending", asks: "401 MFA_REQUIRED instead of a 200", reason: FACTOR },
    { id: "10.1-ids", status: "tested", asks: "UUIDv7 as text everywhere" },
    { id: "10.1-dual", status: "tested", asks: "Browser clients that read tokens run with dual; in cookies_only none sees a token" },
    { id: "10.1-username", status: "tested", asks: "A username is optional, made when absent, and identifies at sign-in" },
    { id: "10.1-postgres", status: "tested", asks: "PostgreSQL alone; the embedded one takes SQLite's place" },
    { id: "10.1-labels", status: "tested", asks: "Permissions decide, names of roles are labels" },
    { id: "10.1-password", status: "tested", asks: "A password from an administrator must be changed at the first sign-in" },
  ],
} as const satisfies Section;
