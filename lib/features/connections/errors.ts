import { defineError } from "@/lib/errors";

export const LINK_REQUIRED = defineError("LINK_REQUIRED", 409, "There is already an account with this address. Sign in once with your existing method, then connect this provider in your account's security settings.");
export const PROVIDER_EMAIL_MISSING = defineError("PROVIDER_EMAIL_MISSING", 422, "The provider did not tell your e-mail address, and an account needs one. Allow it there, or create an account with a password.");
export const ADDRESS_UNAVAILABLE = defineError("ADDRESS_UNAVAILABLE", 409, "This address cannot be used for a new account. Ask an administrator if it is yours.");
export const CONNECTED_ELSEWHERE = defineError("CONNECTED_ELSEWHERE", 409, "This provider account is connected to another account here. Sign in to that one and disconnect it there first.");
