/** What a product delivers in our stead: a message of the outbox, so that it leaves after the commit, and again after a failure. */
import { z } from "zod";
import config from "@/gatehouse.config";
import { DELIVERY_NAMES, type DeliveryEvents } from "./hooks";

export const HOOK_DELIVERY = "hook";

/** What a message carries; the key is the message's own. */
type Carried<Name extends keyof DeliveryEvents> = Omit<DeliveryEvents[Name], "idempotencyKey">;

export interface QueuedDelivery {
  kind: typeof HOOK_DELIVERY;
  payload: { hook: keyof DeliveryEvents; event: Carried<keyof DeliveryEvents> };
  idempotencyKey: string;
}

export const queueDelivery = <Name extends keyof DeliveryEvents>(hook: Name, event: Carried<Name>, idempotencyKey: string): QueuedDelivery => ({
  kind: HOOK_DELIVERY,
  payload: { hook, event },
  idempotencyKey,
});

/** Without such a hook the messages wait, as mail does without a transport. */
export const deliversAny = (): boolean => DELIVERY_NAMES.some((name) => config.hooks[name] !== undefined);

const delivery = z.object({
  hook: z.enum(DELIVERY_NAMES),
  // Written by `queueDelivery`, which knows what each hook is told.
  event: z.looseObject({ user: z.object({ id: z.uuid(), email: z.string(), username: z.string() }) }),
});

/** @throws whatever the hook throws: the outbox tries again */
export async function deliverByHook(payload: unknown, idempotencyKey: string): Promise<void> {
  const { hook, event } = delivery.parse(payload);
  const deliver = config.hooks[hook] as ((event: object) => unknown) | undefined;
  if (!deliver) throw new Error(`gatehouse.config.ts has no hook ${hook} any more`);
  await deliver({ ...event, idempotencyKey });
}
