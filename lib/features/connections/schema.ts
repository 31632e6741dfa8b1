import { z } from "zod";

/** The providers that can be configured, by the names that they have on the wire and in the addresses of old clients. */
export const PROVIDERS = ["google", "microsoft", "github", "apple", "oidc"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export const connectionWire = z.object({
  id: z.uuid(),
  provider: z.string().meta({ description: "google, microsoft, github, apple or oidc" }),
  email: z.string().nullable().meta({ description: "The address that the provider told when it was connected; it signs nobody in" }),
  created_at: z.iso.datetime(),
});
export type Connection = z.infer<typeof connectionWire>;

export const connectionParams = z.object({ id: z.uuid() });
