import type { Section } from "../row";


export const auth = {
  title: "Accounts and sessions",
  rows: [
    { id: "A1", status: "different", asks: "Register: 201 with message, the whole user and tokens as delivery has it; signed in at once", reason: "the user's own columns only: roles and states in the body are ignored, not stored" },
    { id: "A2", status: "tested", asks: "Sign up: the same at /signup, with user, message, access_token and refresh_token" },
    { id: "A3", status: "different", asks: "Log in with e-mail and password: 200 with user, role and permissions; wrong: one 401", reason: "account states are told only to who knows the password; the limit is by address and account" },
    { id: "A3.mfa", status: "tested", asks: "Log in with a second factor: a challenge that is no success" },
    { id: "A4", status: "tested", asks: "Log out: 200 with message and msg, both cookies cleared, access and refresh token dead, user.logout in the trail" },
    { id: "A5", status: "tested", asks: "Refresh by cookie or Bearer, without a body: a new pair, the old one rotated, token.refresh in the trail" },
    { id: "A6", status: "tested", asks: "Check: authenticated true and user with id, e-mail and role, asked of the database" },
    { id: "A7", status: "tested", asks: "Oneself, wrapped in user, with every profile field" },
    { id: "A8", status: "different", asks: "Change one's profile by POST: message and user, lengths and formats checked, fields named in the trail", reason: "a password or another address in it is 422: they have operations of their own" },
    { id: "A9", status: "tested", asks: "Change one's profile by PUT: answers the whole user" },
    { id: "A10", status: "tested", asks: "Change the password with the current one: 200 with JSON, and the pair that asked stays good" },
    { id: "A11", status: "tested", asks: "Picture as profile_picture or file: message, url and profile_picture_url; type and size checked, stored" },
    { id: "A12", status: "tested", asks: "Protected example: msg with the address, user_id and role" },
  ],
} as const satisfies Section;
