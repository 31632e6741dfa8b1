import type { Section } from "../row";

const PROVIDERS = "comes with the providers";
const MAIL = "comes with verification and recovery by mail";
const FACTOR = "comes with the second factor";

/** What the first system does wrong. Each line says what is so here instead. */
export const defects = {
  title: "Defects of the Flask backend, not copied",
  rows: [
    { id: "9.1-1", status: "tested", asks: "Nobody registers with a role, a state or an id of their choice" },
    { id: "9.1-2", status: "pending", asks: "OAuth leads only to listed addresses, its state is bound to the browser, PKCE", reason: PROVIDERS },
    { id: "9.1-3", status: "pending", asks: "Identity tokens are verified; accounts are never linked by an address alone", reason: PROVIDERS },
    { id: "9.1-4", status: "tested", asks: "Logout ends the session: its refresh token too" },
    { id: "9.1-5", status: "tested", asks: "The current session is known, and ending all others spares it" },
    { id: "9.1-6", status: "tested", asks: "A ban, a deletion, an ended session act on the next request, at check-auth as well" },
    { id: "9.1-7", status: "tested", asks: "A role that is taken away is gone on the next request, whatever the token says" },
    { id: "9.1-8", status: "pending", asks: "Every way in makes the same checks", reason: `${PROVIDERS} and the second factor` },
    { id: "9.1-9", status: "pending", asks: "A second factor needs the password first, has a limit and tells nobody who exists", reason: FACTOR },
    { id: "9.1-10", status: "tested", asks: "No credentials for unlisted origins; * stops the start" },
    { id: "9.1-11", status: "tested", asks: "A profile holds an allow-list: tenant, states and unknown columns do not move" },
    { id: "9.1-12", status: "tested", asks: "No alias of a field goes around its checks" },
    { id: "9.1-13", status: "tested", asks: "A new password needs the current one and ends all other sessions" },
    { id: "9.1-14", status: "tested", asks: "The user's id is the identity: a new address orphans no token and is unverified" },
    { id: "9.1-15", status: "tested", asks: "Guessing is limited by account as well; a refused try does not prolong the limit; a shared address shuts out nobody who knows their password" },
    { id: "9.1-16", status: "tested", asks: "The trail cannot be changed or deleted; failed sign-ins stay" },
    { id: "9.1-17", status: "tested", asks: "Without the database nobody gets in" },
    { id: "9.1-18", status: "tested", asks: "The absolute end holds at refresh; idling counts from use" },
    { id: "9.1-19", status: "tested", asks: "Two tabs that refresh together both stay in; a stolen old token ends the session" },
    { id: "9.1-20", status: "pending", asks: "One-time tokens are hashed, single-use, never spent by a GET", reason: MAIL },
    { id: "9.1-21", status: "tested", asks: "before_role_assign blocks, and every declared hook fires" },
    { id: "9.1-22", status: "tested", asks: "Nobody grants what they do not hold, makes system objects, deletes those, or removes the last administrator" },
    { id: "9.1-23", status: "tested", asks: "One test of access everywhere: permissions, never a role's name" },
    { id: "9.1-24", status: "tested", asks: "A resource's history is not for everybody" },
    { id: "9.1-25", status: "tested", asks: "No counts, people or sessions of another tenant; without a tenant nothing instead of everything" },
    { id: "9.1-26", status: "tested", asks: "Tables are named as declared" },
    { id: "9.1-27", status: "tested", asks: "New accounts get the default role by its name, which exists" },
    { id: "9.1-28", status: "different", asks: "No account is found out by sign-in; one without a password is a plain 401", reason: "registration without verification says that an address is taken" },
    { id: "9.1-29", status: "tested", asks: "No text of an exception reaches a client" },
    { id: "9.1-30", status: "tested", asks: "Numbers are checked, wildcards in searches are letters" },
    { id: "9.1-31", status: "tested", asks: "Scripts by nonce alone: no unsafe-inline, no unsafe-eval, no *.com" },
    { id: "9.1-32", status: "tested", asks: "A picture is stored, made anew, and judged by its bytes" },
    { id: "9.1-33", status: "tested", asks: "A ban ends when it should, its history is the person's; administrators' accounts obey the same rules" },
    { id: "9.1-34", status: "tested", asks: "Every change and refusal is in the trail, once; counts are totals; documented filters work" },
    { id: "9.1-35", status: "tested", asks: "What is old is pruned without the product's help" },
    { id: "9.1-36", status: "tested", asks: "No cache shows yesterday's person or role" },
    { id: "9.1-37", status: "not built", asks: "A function called with arguments that it refuses", reason: "there is no such function; types are checked" },
    { id: "9.1-38", status: "tested", asks: "The address of a client is what a listed proxy says, and no header moves our own" },
    { id: "9.1-39", status: "tested", asks: "No User-Agent gets tokens that a browser should not see" },
    { id: "9.1-40", status: "tested", asks: "Neither tokens nor passwords nor addresses in the log" },
    { id: "9.1-41", status: "tested", asks: "A policy for passwords, addresses in small letters" },
  ],
} as const satisfies Section;
