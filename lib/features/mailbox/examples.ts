import { example, SAMPLE } from "@/lib/operation-example";
import { listMailboxMessages } from "./operations/list-mailbox";

export const mailboxExamples = [example(listMailboxMessages, { title: "Of one address", query: { to: SAMPLE.email } })];
