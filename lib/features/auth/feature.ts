/** Registration, sign-in, refresh and logout: where sessions begin and end. Looking after them is the sessions feature's. */
import { authExamples } from "./examples";
import { checkAuth } from "./operations/check-auth";
import { enterByProvider } from "./operations/enter-by-provider";
import { exchangeAuthorizationCode } from "./operations/exchange-authorization-code";
import { greetProtected } from "./operations/greet-protected";
import { issueAuthorizationCode } from "./operations/issue-authorization-code";
import { login } from "./operations/login";
import { logout } from "./operations/logout";
import { refreshToken } from "./operations/refresh-token";
import { registerAccount } from "./operations/register";
import { registerByProvider } from "./operations/register-by-provider";

export const authFeature = {
  name: "auth",
  operations: [registerAccount, login, logout, refreshToken, checkAuth, greetProtected, registerByProvider, enterByProvider, issueAuthorizationCode, exchangeAuthorizationCode],
  examples: authExamples,
};
