/** What one request of Auth.js's callback knows, for the callbacks and the adapter that Auth.js calls on the way. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ProviderIdentity, ProviderTokens } from "@/lib/features/connections/identity-schema";
import type { ConfiguredProvider } from "@/lib/providers";
import type { RequestContext } from "@/lib/session/request-context";
import type { PendingAuthorization } from "./pending-authorization";

export interface CallbackContext {
  readonly ctx: RequestContext;
  readonly provider: ConfiguredProvider;
  readonly authorization: PendingAuthorization;
  /** Once the protocol has shown it. */
  identity?: ProviderIdentity;
  tokens?: ProviderTokens;
  /** Whom `createUser` has made or recognised: nobody else may be connected. */
  newcomer?: { id: string; isNew: boolean };
  outcome?: "entered" | "connected" | "granted";
  /** What an app is granted. */
  code?: string;
  /** Of ours. */
  refusal?: unknown;
  /** What Auth.js reported. */
  fault?: unknown;
}

const callbacks = new AsyncLocalStorage<CallbackContext>();

export const inCallback = <T>(callback: CallbackContext, work: () => Promise<T>): Promise<T> => callbacks.run(callback, work);

/** undefined: another action of Auth.js's. */
export const currentCallback = (): CallbackContext | undefined => callbacks.getStore();

/** @throws Error outside of a provider's callback: Auth.js writes nowhere else */
export function callbackContext(): CallbackContext {
  const current = callbacks.getStore();
  if (!current) throw new Error("Auth.js writes in a provider's callback alone");
  return current;
}

/** @throws Error where the protocol has not shown who it is */
export function proven(): CallbackContext & { identity: ProviderIdentity; tokens: ProviderTokens } {
  const current = callbackContext();
  const { identity, tokens } = current;
  if (!identity || !tokens) throw new Error("nobody has been proven yet");
  return Object.assign(current, { identity, tokens });
}

/** Keeps a refusal of ours, which Auth.js would wrap and forget. */
export async function noting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    callbackContext().refusal ??= error;
    throw error;
  }
}
