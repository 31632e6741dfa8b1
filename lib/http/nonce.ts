import { headers } from "next/headers";
import { privateHeaders } from "@/lib/edge/private-headers";

/** The CSP nonce that the gate made for this request; undefined where the gate did not run. Makes the caller dynamic. */
export async function requestNonce(): Promise<string | undefined> {
  return (await headers()).get(privateHeaders.nonce) ?? undefined;
}
