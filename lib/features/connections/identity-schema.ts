/** Who a provider says that somebody is, once the protocol has been checked. Made by lib/auth alone. */
import { z } from "zod";
import { PROVIDERS } from "./schema";

export const providerIdentity = z.strictObject({
  provider: z.enum(PROVIDERS),
  /** The issuer's own name for the person (Entra: tenant and object), never an address. */
  subject: z.string().min(1).max(512),
  /** In lower case. */
  email: z.email().max(254).nullable(),
  /** The provider vouches for it. */
  isEmailVerified: z.boolean(),
  firstName: z.string().max(50).nullable(),
  lastName: z.string().max(50).nullable(),
});
export type ProviderIdentity = z.infer<typeof providerIdentity>;

/** That PostgreSQL's `int` holds, in 2038. Some providers give tokens for longer, as good as for ever. */
const LAST_SECOND = 2 ** 31 - 1;

/** What it gave for its API. Its refresh token is not among that: nothing here would use it. */
export const providerTokens = z.strictObject({
  /** Kept encrypted. */
  accessToken: z.string().nullable(),
  scope: z.string().nullable(),
  /** Of the access token, in seconds since 1970. */
  expiresAt: z.number().transform((end) => Math.min(Math.floor(end), LAST_SECOND)).nullable(),
});
export type ProviderTokens = z.infer<typeof providerTokens>;
