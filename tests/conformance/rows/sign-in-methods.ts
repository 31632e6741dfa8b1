import type { Section } from "../row";


export const signInMethods = {
  title: "Providers, verification, recovery, second factor",
  rows: [
    { id: "O1", status: "different", asks: "Begin at Google, with redirect_uri and custom data", reason: "redirect_uri has to be on the list; what may go wrong on the way leads to the sign-in page, which says it" },
    { id: "O2", status: "tested", asks: "Begin at Microsoft" },
    { id: "O3", status: "different", asks: "Come back from Google", reason: "the person is found by Google's name for them, never by an address that one side has not proved; cookies, and no token in the address" },
    { id: "O4", status: "different", asks: "Come back from Microsoft", reason: "the same, by tenant and object id; verified where the domain's owner vouches for the address" },
    { id: "O5", status: "tested", asks: "Come back by the other path" },
    { id: "V1", status: "different", asks: "Confirm an address by the link of a mail", reason: "GET tells whose address the link confirms and changes nothing, because mail scanners open links too; a browser that follows it is led to the page that asks; POST on the same path confirms. A used link is a 400 where it confirms nothing any more; of a deleted account it is as unknown as any" },
    { id: "V2", status: "tested", asks: "Have the mail sent again, signed in or by address: one answer" },
    { id: "V3", status: "tested", asks: "The same by its other name" },
    { id: "P1", status: "tested", asks: "Ask for a reset mail: one answer for known and unknown" },
    { id: "P2", status: "different", asks: "Reset with the token in the path", reason: "a password that is too short is a 422, as every fault of a form; the machine code is in `code`; all sessions end" },
    { id: "P3", status: "tested", asks: "Reset with the token in the body" },
    { id: "P4", status: "tested", asks: "Ask for a reset by the third system's path" }, // feature:compat
    { id: "P5", status: "tested", asks: "Reset by the third system's path" }, // feature:compat
    { id: "P6", status: "different", asks: "Ask for a reset by the fourth system's path, without a token in the answer", reason: "the token is in the mail alone" }, // feature:compat
    { id: "P7", status: "tested", asks: "Reset by the fourth system's path" }, // feature:compat
    { id: "MFA1", status: "different", asks: "Verify a second factor after the password", reason: "the sign-in's mfa_token beside the code; the address is ignored" },
    { id: "MFA2", status: "tested", asks: "Set up a second factor" },
    { id: "MFA3", status: "tested", asks: "Verify it by the other path" },
    { id: "MFA4", status: "tested", asks: "Take the second factor away" },
  ],
} as const satisfies Section;
