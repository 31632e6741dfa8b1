import { lastDoor } from "@/lib/http/last-door";
import { configuredProviders } from "@/lib/providers";

export interface ProviderDoor {
  name: string;
  label: string;
  /** To be followed by the browser itself: it leads to another site. */
  href: string;
  /** By which this browser signed in last. */
  isLast: boolean;
}

/** What the sign-in page offers: the providers that are configured. @param returnTo - as the page was given it, checked */
export async function providerDoors(returnTo?: string): Promise<ProviderDoor[]> {
  const last = await lastDoor();
  const query = returnTo ? `?return_to=${encodeURIComponent(returnTo)}` : "";
  return configuredProviders().map(({ name, label }) => ({ name, label, href: `/api/auth/login/${name}${query}`, isLast: name === last }));
}

/** What the settings offer. */
export const connectDoors = (): Omit<ProviderDoor, "isLast">[] =>
  configuredProviders().map(({ name, label }) => ({ name, label, href: `/api/auth/login/${name}?connect=true` }));
