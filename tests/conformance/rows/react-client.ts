import type { Section } from "../row";


/** A replay of the real client's requests, in the delivery mode that it needs: dual, from another origin. */
export const reactClient = {
  title: "The React client of the reference systems",
  rows: [
    { id: "2.2-login", status: "tested", asks: "POST /login with e-mail and password: access_token, refresh_token and user are read" },
    { id: "2.2-signup", status: "tested", asks: "POST /signup with any object: access_token, refresh_token, user and message are read" },
    { id: "2.2-logout", status: "tested", asks: "POST /logout without a body: JSON" },
    { id: "2.2-checkAuth", status: "tested", asks: "GET /check-auth: authenticated is read, any refusal is no" },
    { id: "2.2-getUser", status: "tested", asks: "GET /user/@me: user is read" },
    { id: "2.2-updateUser", status: "tested", asks: "PUT /user/@me: the user in the answer becomes the state, so it is whole" },
    { id: "2.2-updatePassword", status: "tested", asks: "POST /password/update with current_password and new_password: JSON" },
    { id: "2.2-refreshToken", status: "tested", asks: "POST /token/refresh, by Bearer where cookies are blocked: both tokens are read" },
    { id: "2.2-getOAuthUrl", status: "tested", asks: "The address to begin with a provider" },
    { id: "2.3-1", status: "tested", asks: "Content-Type: application/json without a body is taken, on GET and POST" },
    { id: "2.3-2", status: "tested", asks: "Preflights: the exact origin, credentials, the headers and methods it sends" },
    { id: "2.3-3", status: "tested", asks: "Custom headers on everything but the refresh" },
    { id: "2.3-4", status: "tested", asks: "Every 2xx has a JSON body" },
    { id: "2.3-5", status: "tested", asks: "error is text in every refusal" },
    { id: "2.3-6", status: "tested", asks: "The text of a 401 at /user/@me contains 401" },
    { id: "2.3-7", status: "tested", asks: "Sign-in and sign-up answer both tokens, so that it is signed in at once" },
    { id: "2.3-8", status: "tested", asks: "A second-factor challenge is no 2xx" },
    { id: "2.3-9", status: "tested", asks: "Logout with an expired access cookie is a success" },
    { id: "2.3-10", status: "tested", asks: "The pair that changed the password stays good" },
    { id: "2.3-11", status: "tested", asks: "Refresh by Bearer answers both tokens" },
    { id: "2.3-12", status: "tested", asks: "The end of an OAuth sign-in at redirect_uri, its redirect parameter kept" },
    { id: "2.3-13", status: "tested", asks: "The prefix /api/auth is all that it needs" },
    { id: "2.4-blocked", status: "tested", asks: "Where cookies are blocked: Bearer from the second request on" },
    { id: "2.5-mount", status: "tested", asks: "A first visit: check-auth, then refresh, both 401; thirty of them lock nobody out" },
    { id: "2.5-return", status: "tested", asks: "A return with a live session: check-auth, then the user" },
    { id: "2.5-login", status: "tested", asks: "Sign-in: the user is fetched by cookie alone, the tokens of the body are dropped" },
    { id: "2.5-expiry", status: "tested", asks: "A return after the access token's end: check-auth 401, refresh, the user" },
    { id: "2.8-user", status: "tested", asks: "The union of both documents' users: both picture fields, names, role and permissions" },
  ],
} as const satisfies Section;
