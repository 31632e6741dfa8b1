import { queueMail } from "@/lib/email/queue-mail";
import { queueDelivery } from "@/lib/hooks/queue-delivery";
import { registers } from "@/lib/hooks/run-hooks";

/** The first mail of an account: ours, or what the product sends in its stead. */
export const welcome = (user: { id: string; email: string; username: string }) =>
  registers("sendWelcomeEmail")
    ? queueDelivery("sendWelcomeEmail", { user }, `welcome:${user.id}`)
    : queueMail("welcome", user.email, { username: user.username }, `welcome:${user.id}`);
