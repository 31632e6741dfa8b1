import { example, SAMPLE } from "@/lib/operation-example";
import { exchangeAuthorizationCode } from "./operations/exchange-authorization-code";
import { login } from "./operations/login";
import { logout } from "./operations/logout";
import { refreshToken } from "./operations/refresh-token";
import { registerAccount } from "./operations/register";

/** Of an app that has signed Ada Lovelace in by a provider; the verifier and its challenge are those of RFC 7636, appendix B. */
export const SAMPLE_GRANT = {
  code: "pT4vGz8Qy1Lw6cRk0mXb3nHs9JdEu7AfKo2iVxBtWq5",
  verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
};

export const authExamples = [
  example(registerAccount, { input: { email: "katherine@example.com", password: SAMPLE.password, first_name: "Katherine", last_name: "Johnson" } }),
  example(login, { title: "By address", input: { email: SAMPLE.email, password: SAMPLE.password, remember_me: true } }),
  example(login, { title: "By username", input: { username: "ada", password: SAMPLE.password } }),
  example(exchangeAuthorizationCode, { input: { code: SAMPLE_GRANT.code, code_verifier: SAMPLE_GRANT.verifier } }),
  example(refreshToken, { title: "With the token in the body", input: { refresh_token: SAMPLE.refreshToken } }),
  example(logout, { title: "With the token in the body", input: { refresh_token: SAMPLE.refreshToken } }),
];
