import type { Metadata } from "next";
import { Mailbox } from "@/components/mailbox/mailbox";
import { listMailboxMessages } from "@/lib/features/mailbox/operations/list-mailbox";
import { anyone } from "@/lib/http/access";
import { page } from "@/app/page-maker";

export const metadata: Metadata = { title: "Mailbox" };
export const access = anyone();

export default page(access, async ({ run, search }) => {
  const { messages } = await run(listMailboxMessages, { query: { to: search.to } });
  return <Mailbox messages={messages} to={search.to ?? ""} selectedId={search.message} />;
});
