import { z } from "zod";
import { anyone } from "@/lib/access/policy";
import { listMailbox } from "@/lib/email/mailbox";
import { sampleMails } from "@/lib/email/sample-mails";
import { env } from "@/lib/env";
import { NOT_FOUND } from "@/lib/errors";
import { defineOperation } from "@/lib/operation";

/** Only somebody at this machine; behind a proxy everybody would be. */
const isLoopback = (address: string | null) => address !== null && /^(127\.|::1$|::ffff:127\.)/.test(address);

export const listMailboxMessages = defineOperation({
  name: "mailbox.list",
  kind: "query",
  http: { method: "GET", path: "/api/dev/mailbox" },
  summary: "Mail that stayed in the house: development and embedded mode, from this machine alone",
  access: anyone(),
  query: z.object({ to: z.string().max(254).optional(), samples: z.enum(["true", "false"]).optional() }),
  output: z.object({
    messages: z.array(
      z.object({
        id: z.uuid(),
        to: z.string(),
        subject: z.string(),
        text: z.string(),
        html: z.string(),
        links: z.array(z.string()),
        sent_at: z.iso.datetime(),
      }),
    ),
  }),
  errors: { NOT_FOUND },
  audit: false,
  async run({ ctx, query, fail }) {
    if (!env.mailboxEnabled || !isLoopback(ctx.ipAddress)) return fail(NOT_FOUND);
    if (query.samples === "true") return { messages: sampleMails() };
    return { messages: await listMailbox({ to: query.to || undefined, limit: 100 }) };
  },
});
