/** Reading the in-app mailbox. Writing to it is lib/email's. */
import { mailboxExamples } from "./examples";
import { listMailboxMessages } from "./operations/list-mailbox";

export const mailboxFeature = { name: "mailbox", operations: [listMailboxMessages], examples: mailboxExamples };
