import { example, SAMPLE } from "@/lib/operation-example";
import { login } from "./operations/login";
import { logout } from "./operations/logout";
import { refreshToken } from "./operations/refresh-token";
import { registerAccount } from "./operations/register";

export const authExamples = [
  example(registerAccount, { input: { email: "katherine@example.com", password: SAMPLE.password, first_name: "Katherine", last_name: "Johnson" } }),
  example(login, { title: "By address", input: { email: SAMPLE.email, password: SAMPLE.password, remember_me: true } }),
  example(login, { title: "By username", input: { username: "ada", password: SAMPLE.password } }),
  example(refreshToken, { title: "With the token in the body", input: { refresh_token: SAMPLE.refreshToken } }),
  example(logout, { title: "With the token in the body", input: { refresh_token: SAMPLE.refreshToken } }),
];
