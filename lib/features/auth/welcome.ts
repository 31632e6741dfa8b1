import { queueMail } from "@/lib/email/queue-mail";
import { queueDelivery } from "@/lib/hooks/queue-delivery";
import { registers } from "@/lib/hooks/run-hooks";

/** The first mail of an account: ours, or what the product sends in its stead. */
export const welcome = ({ id, email, username }: { id: string; email: string; username: string }) =>
  registers("sendWelcomeEmail")
    ? queueDelivery("sendWelcomeEmail", { user: { id, email, username } }, `welcome:${id}`)
    : queueMail("welcome", email, { username }, `welcome:${id}`);
