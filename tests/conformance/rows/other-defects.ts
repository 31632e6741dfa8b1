import type { Section } from "../row";


export const otherDefects = {
  title: "Defects of the other systems, not copied",
  rows: [
    { id: "9.3-1", status: "tested", asks: "A reset token is in the mail and nowhere else" },
    { id: "9.3-2", status: "tested", asks: "Administrators can administer" },
    { id: "9.3-3", status: "tested", asks: "No password that is written in the code; production refuses the demonstration's" },
    { id: "9.3-4", status: "tested", asks: "Pages behind a sign-in are behind it" },
    { id: "9.3-5", status: "tested", asks: "No open test routes" },
    { id: "9.3-6", status: "tested", asks: "No secret to fall back on, no * in CORS" },
    { id: "9.3-7", status: "tested", asks: "No key that opens by itself" },
    { id: "9.3-8", status: "tested", asks: "Sign-ins and changes of people are in the trail" },
    { id: "9.3-9", status: "tested", asks: "Logout, rotation and a new password end what they should" },
    { id: "9.3-10", status: "tested", asks: "No administration of caches and tasks for everybody" },
    { id: "9.3-11", status: "tested", asks: "Ordinary characters pass, in passwords too" },
    { id: "9.3-12", status: "tested", asks: "Whether an account is shut or locked is told behind the password alone" },
    { id: "9.3-13", status: "tested", asks: "The client's refresh does not go through itself" },
    { id: "9.3-14", status: "tested", asks: "A refresh token is no access token; /metrics wants its token" },
    { id: "9.4-role", status: "tested", asks: "No answer trusts a role that the client keeps" },
    { id: "9.4-loop", status: "tested", asks: "A refresh that fails ends; only our own keys are forgotten" },
    { id: "9.4-logout", status: "tested", asks: "Logout with the access token alone ends its refresh token" },
    { id: "9.4-unverified", status: "tested", asks: "An unverified address is told behind the password alone" },
    { id: "9.4-limits", status: "tested", asks: "Limits count accounts, not addresses alone" },
    { id: "9.4-rotation", status: "tested", asks: "Rotation as it is claimed: a new refresh token each time" },
    { id: "9.4-compose", status: "tested", asks: "The deployment's files agree with each other" },
  ],
} as const satisfies Section;
