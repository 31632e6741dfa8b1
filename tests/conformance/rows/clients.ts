import type { Section } from "../row";

const IMPROVED = "the documented surface, with the behaviour that section 9.2 asks for";

/** What the documents promise of a client, and what the real one does wrong. */
export const clients = {
  title: "The clients",
  rows: [
    { id: "4.4-config", status: "different", asks: "Client configuration with the documented defaults, checked", reason: "options that change nothing in the reference client (debug, logLevel, PostHog, client ids) are none; renewal happens on demand, so tokenRefreshInterval is off by default" },
    { id: "4.4-AuthClient", status: "tested", asks: "AuthClient: every call of the real client, googleLogin, microsoftLogin, getAccessToken" },
    { id: "4.4-RBACClient", status: "tested", asks: "RBACClient: the documented twenty-five calls" },
    { id: "4.4-AdminClient", status: "tested", asks: "AdminClient: the documented eight calls" },
    { id: "4.4-exports", status: "tested", asks: "HookManager, validateConfig, ConfigValidationError, the two default tables, TokenStorage, LocalStorageAdapter" },
    { id: "2.4-storage", status: "different", asks: "Storage adapters with getItem, setItem, removeItem, by any of them", reason: `${IMPROVED}; one's own can be passed` },
    { id: "2.6-context", status: "different", asks: "login, signup and logout answer success and error", reason: "success, error and the code" },
    { id: "2.7-hooks", status: "different", asks: "The twenty client hooks", reason: "before hooks can veto; transformUser may return either form" },
    { id: "9.2-1", status: "tested", asks: "What is documented exists: clients for sign-in, roles, administration and the trail" },
    { id: "9.2-2", status: "tested", asks: "An expired access token is renewed by the call that finds it so" },
    { id: "9.2-3", status: "tested", asks: "With cookies alone a sign-in is known at once; localStorage-only against such a server says what is wrong" },
    { id: "9.2-4", status: "tested", asks: "Errors bear code and status; no text is searched" },
    { id: "9.2-5", status: "tested", asks: "A call that stays refused ends after one renewal" },
    { id: "9.2-6", status: "tested", asks: "A before hook can veto; transformUser is applied after an update as well" },
    { id: "9.2-7", status: "tested", asks: "No token is taken from an address" },
    { id: "9.2-8", status: "tested", asks: "The provider makes one client, and the state is the same object until it changes" },
    { id: "9.2-9", status: "tested", asks: "A logout that fails at the server signs out here" },
  ],
} as const satisfies Section;
