import type { Metadata } from "next";
import { Mailbox } from "@/components/mailbox/mailbox";
import { env } from "@/lib/env";
import { listMailboxMessages } from "@/lib/features/mailbox/operations/list-mailbox";
import { anyone } from "@/lib/http/access";
import { mailCarrierOf } from "@/lib/mail-settings";
import { page } from "@/app/page-maker";

export const metadata: Metadata = { title: "Mailbox" };
export const access = anyone();

export default page(access, async ({ run, search }) => {
  const isSamples = search.samples === "true";
  const { messages } = await run(listMailboxMessages, { query: { to: search.to, samples: isSamples ? "true" : undefined } });
  return <Mailbox messages={messages} to={search.to ?? ""} isSamples={isSamples} selectedId={search.message} carrier={mailCarrierOf(env)} />;
});
