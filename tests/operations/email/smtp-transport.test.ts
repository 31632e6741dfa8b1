import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/db";
import { PermanentMailError } from "@/lib/email/mail";
import { listMailbox } from "@/lib/email/mailbox";
import { smtpTransport } from "@/lib/email/smtp-transport";
import { transport } from "@/lib/email/transport";
import { deliverOutbox } from "@/lib/outbox/deliver-outbox";
import { enqueue } from "@/lib/outbox/outbox";
import { sql } from "@/tests/setup/sql";
import { withEnv } from "@/tests/setup/with-env";
import { SMTP_PASSWORD, SMTP_USER, type SmtpServerFault, type SmtpServerOnLoopback, startSmtpServer } from "@/tests/tools/smtp-server";
import { faultOf, forgetMailService, FROM, mailLeavesBy, mailTo, makeDue, outboxRows, outgoing } from "./mail-service";

let server: SmtpServerOnLoopback;
let written: string[];

beforeEach(async () => {
  server = await startSmtpServer();
  written = await mailLeavesBy({ SMTP_URL: server.url });
});

afterEach(async () => {
  forgetMailService();
  await server.close();
});

const login = { user: SMTP_USER, password: SMTP_PASSWORD };
const direct = (timeoutMs?: number, port = server.port) => smtpTransport({ server: { host: "127.0.0.1", port, tls: "none", login }, from: FROM, timeoutMs });

describe("through the outbox", () => {
  it("sends what was queued: both versions, the sender, a Message-ID of the row", async () => {
    await enqueue(prisma, mailTo("alice@example.com"));
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
    const [row] = await outboxRows();
    expect(server.mails).toMatchObject([{ from: "no-reply@example.com", to: ["alice@example.com"], messageId: `${row?.id}@example.com` }]);
    const source = server.mails[0]?.source ?? "";
    for (const header of ["From: Gatehouse <no-reply@example.com>", "To: alice@example.com", "Auto-Submitted: auto-generated", "Subject: Welcome to your new account"]) expect(source).toContain(header);
    expect(source).toMatch(/multipart\/alternative[\s\S]*text\/plain[\s\S]*text\/html/);
    expect(row).toMatchObject({ status: "sent", payload: {} });
    expect(await listMailbox()).toEqual([]);
  });

  it("tries again after 4xx and while nobody listens, each time with the same Message-ID", async () => {
    server.fail({ at: "rcpt", code: 451, message: "4.7.1 greylisted" }, "lost answer");
    await enqueue(prisma, mailTo("alice@example.com"));
    for (const [attempts, reason] of [[1, "451 4.7.1 greylisted"], [2, "SMTP: "]] as const) {
      expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
      expect(await outboxRows()).toMatchObject([{ status: "pending", attempts, lastError: expect.stringContaining(reason) as string }]);
      await makeDue();
    }
    await withEnv({ SMTP_URL: "smtp://127.0.0.1:1" }, async () => {
      expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
      await makeDue();
    });
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
    // The answer to the first was lost: whoever got it knows the second again by its Message-ID.
    expect(server.mails).toHaveLength(2);
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it("gives a mail up at once that its address refuses", async () => {
    server.fail({ at: "rcpt", code: 550, message: "5.1.1 no such user alice@example.com" });
    await enqueue(prisma, mailTo("alice@example.com"));
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
    expect(await outboxRows()).toMatchObject([{ status: "failed", attempts: 1, payload: {}, lastError: expect.stringContaining("550 5.1.1 no such user a…@example.com") as string }]);
  });

  it("keeps mail while the password is wrong, sends it once it is right, and writes it nowhere", async () => {
    const wrong = "wrong canary 40d1";
    await enqueue(prisma, mailTo("alice@example.com"));
    await withEnv({ SMTP_URL: `smtp://${encodeURIComponent(SMTP_USER)}:${encodeURIComponent(wrong)}@127.0.0.1:${server.port}` }, async () => {
      expect(await deliverOutbox()).toEqual({ sent: 0, failed: 1 });
    });
    expect(await outboxRows()).toMatchObject([{ status: "pending", lastError: expect.stringContaining("535") as string }]);
    const kept = written.join("") + (await outboxRows()).map((row) => row.lastError).join("");
    expect(kept).toContain("outbox.retry");
    expect(kept).not.toContain(wrong);
    expect(kept).not.toContain(SMTP_USER);
    await makeDue();
    expect(await deliverOutbox()).toEqual({ sent: 1, failed: 0 });
  });

  it("loses nothing and sends nothing twice when a runner dies between its claim and the sending", async () => {
    await enqueue(prisma, mailTo("alice@example.com"));
    await sql("UPDATE outbox_messages SET claimed_until = app_now() + interval '1 minute', attempts = 1");
    expect(await deliverOutbox()).toEqual({ sent: 0, failed: 0 });
    await sql("UPDATE outbox_messages SET claimed_until = app_now() - interval '1 s'");
    expect(await Promise.all([deliverOutbox(), deliverOutbox(), deliverOutbox()])).toContainEqual({ sent: 1, failed: 0 });
    expect(server.mails).toHaveLength(1);
  });

  it("sends everything once when many runners work at once", async () => {
    await enqueue(prisma, ...Array.from({ length: 25 }, (_, index) => mailTo(`u${index}@example.com`)));
    await Promise.all(Array.from({ length: 3 }, () => deliverOutbox()));
    expect(server.mails.map(({ to }) => to[0]).sort()).toEqual(Array.from({ length: 25 }, (_, index) => `u${index}@example.com`).sort());
  });
});

describe("the transport alone", () => {
  it.each<[string, SmtpServerFault, boolean]>([
    ["451 to the recipient", { at: "rcpt", code: 451 }, false],
    ["550 to the recipient", { at: "rcpt", code: 550 }, true],
    ["530 to the recipient: sign in first", { at: "rcpt", code: 530 }, false],
    ["550 to the sender", { at: "mail", code: 550 }, false],
    ["421 to the content", { at: "data", code: 421 }, false],
    ["554 to the content", { at: "data", code: 554 }, true],
    ["a cut connection", "cut", false],
  ])("%s: permanent is %s", async (_name, fault, isPermanent) => {
    server.fail(fault);
    const thrown = await faultOf(direct().send(outgoing()));
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown instanceof PermanentMailError).toBe(isPermanent);
    expect(server.mails).toHaveLength(0);
  });

  it("waits for a slow server", async () => {
    server.fail({ at: "data", slowMs: 600 });
    await direct().send(outgoing());
    expect(server.mails).toHaveLength(1);
  });

  it("ends a try that takes too long, so that none is left running beside the next", async () => {
    server.fail({ at: "data", slowMs: 60_000 });
    const startedAt = performance.now();
    await expect(direct(400).send(outgoing())).rejects.toThrow("SMTP: no answer within 0.4 s");
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  it("reads an address as one address", async () => {
    const thrown = await faultOf(direct().send(outgoing("a@example.com, b@example.com")));
    expect(server.mails.flatMap(({ to }) => to)).not.toContain("b@example.com");
    expect(thrown === null ? server.mails[0]?.to : []).toHaveLength(thrown === null ? 1 : 0);
  });

  it("writes no header that a subject brings along", async () => {
    await direct().send({ ...outgoing(), subject: "Hello\r\nBcc: evil@example.com" });
    expect(server.mails[0]?.source).not.toMatch(/^Bcc:/im);
    expect(server.mails[0]?.to).toEqual(["a@example.com"]);
  });
});

describe("a server that is not one", () => {
  let odd: Server;
  const sockets = new Set<Socket>();
  const listen = async (greet: (socket: Socket) => void) => {
    odd = createServer((socket) => {
      sockets.add(socket.on("error", () => undefined));
      greet(socket);
    }).listen(0, "127.0.0.1");
    await once(odd, "listening");
    return (odd.address() as AddressInfo).port;
  };
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    odd.close();
  });

  it.each<[string, (socket: Socket) => void]>([
    ["says nothing", () => undefined],
    ["hangs up", (socket) => socket.end()],
    ["speaks HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["drips, one letter at a time", (socket) => void setInterval(() => socket.write("2"), 50).unref()],
  ])("%s: the mail is tried again later", async (_name, greet) => {
    const port = await listen(greet);
    const startedAt = performance.now();
    const thrown = await faultOf(direct(800, port).send(outgoing()));
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(PermanentMailError);
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });
});

describe("TLS", () => {
  const upgraded = (port: number) => smtpTransport({ server: { host: "127.0.0.1", port, tls: "upgraded" }, from: FROM });

  it("is not done without: a server that cannot gets no mail", async () => {
    const plain = await startSmtpServer({ asksForLogin: false });
    expect(await faultOf(upgraded(plain.port).send(outgoing()))).toBeInstanceOf(Error);
    expect(plain.mails).toHaveLength(0);
    await plain.close();
  });

  it("takes no certificate that nobody vouches for", async () => {
    const stranger = await startSmtpServer({ asksForLogin: false, offersTls: true });
    const thrown = await faultOf(upgraded(stranger.port).send(outgoing()));
    expect(String(thrown)).toMatch(/certificate/i);
    expect(thrown).not.toBeInstanceOf(PermanentMailError);
    expect(stranger.mails).toHaveLength(0);
    await stranger.close();
  });
});

it("is the transport where a server is named", async () => {
  expect(transport()?.name).toBe("smtp");
  expect(await withEnv({ EMAIL_SERVICE: "mailbox" }, () => Promise.resolve(transport()?.name))).toBe("mailbox");
});
