import { describe, expect, it } from "vitest";
import { prisma } from "@/lib/db";
import { mailTemplates, queueMail } from "@/lib/email/queue-mail";
import { listMailboxMessages } from "@/lib/features/mailbox/operations/list-mailbox";
import { enqueue } from "@/lib/outbox/outbox";
import { runDueJobs } from "@/lib/outbox/run-due-jobs";
import { callAs } from "../../setup/call-as";
import { withEnv } from "../../setup/with-env";

const HERE = ["127.0.0.1", "127.8.9.10", "::1"];
const ELSEWHERE = ["10.0.0.8", "192.168.1.20", "203.0.113.5", "128.0.0.1", "::2", "2001:db8::1"];
const production = { NODE_ENV: "production", GATEHOUSE_TEST_BUILD: "", GATEHOUSE_EMBEDDED: undefined };

describe("the mailbox", () => {
  it.each(HERE)("shows the house's mail to %s, which is this machine", async (ip) => {
    const to = `mailbox-${ip.replace(/\W/g, "-")}@example.org`;
    await enqueue(prisma, queueMail("welcome", to, { username: "grace" }));
    await runDueJobs();
    expect(await callAs(null, { ip }).output(listMailboxMessages, { query: { to } })).toMatchObject({ messages: [{ to }] });
  });

  it("shows a sample of every mail, which was never sent", async () => {
    const { messages } = await callAs(null, { ip: "127.0.0.1" }).output(listMailboxMessages, { query: { samples: "true" } });
    expect(messages.map(({ subject }) => subject)).toContain("Welcome to your new account");
    expect(messages).toHaveLength(Object.keys(mailTemplates).length);
    expect(await callAs(null, { ip: "10.0.0.8" }).refusal(listMailboxMessages, { query: { samples: "true" } })).toMatchObject({ status: 404 });
  });

  it.each(ELSEWHERE)("is not there for %s", async (ip) => {
    expect(await callAs(null, { ip }).refusal(listMailboxMessages)).toMatchObject({ status: 404 });
  });

  it("is not there in production, not even on this machine", () =>
    withEnv(production, async () => {
      expect(await callAs(null, { ip: "127.0.0.1" }).refusal(listMailboxMessages)).toMatchObject({ status: 404 });
    }));
});
