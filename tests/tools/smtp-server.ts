/** A real SMTP server on loopback, with the faults that such servers have. */
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** What the next mail meets: an answer to one of its commands, silence at its end, or a connection that breaks before or after it was taken. */
export type SmtpServerFault =
  | { at: "mail" | "rcpt" | "data"; code: number; message?: string }
  | { at: "data"; slowMs: number }
  | "cut"
  | "lost answer";

export interface TakenMail {
  from: string;
  to: string[];
  /** As it came over the wire. */
  source: string;
  messageId: string;
}

export interface SmtpServerOnLoopback {
  port: number;
  /** With the server's user and password, where it asks for one. */
  url: string;
  mails: TakenMail[];
  /** How often somebody connected. */
  connections: number;
  /** Queues faults; when they are used up, mail is taken. */
  fail(...faults: SmtpServerFault[]): void;
  close(): Promise<void>;
}

export const SMTP_USER = "mailer@example.com";
export const SMTP_PASSWORD = "smtp canary:7f3a/91c0";

const refusal = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code });

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const piece of stream) text += String(piece);
  return text;
}

/** @param asksForLogin false: takes mail from anybody @param offersTls by STARTTLS, with a certificate that nobody vouches for */
export async function startSmtpServer({ asksForLogin = true, offersTls = false } = {}): Promise<SmtpServerOnLoopback> {
  const faults: SmtpServerFault[] = [];
  const taken: SmtpServerOnLoopback = { port: 0, url: "", mails: [], connections: 0, fail: (...next) => void faults.push(...next), close: () => Promise.resolve() };
  const sockets = new Set<Socket>();
  const isAt = (at: string) => typeof faults[0] === "object" && faults[0].at === at;
  const answer = (at: string): Error | undefined => {
    const fault = isAt(at) ? faults.shift() : undefined;
    return typeof fault === "object" && "code" in fault ? refusal(fault.code, fault.message ?? `fault ${fault.code}`) : undefined;
  };

  const options: SMTPServerOptions = {
    authOptional: !asksForLogin,
    allowInsecureAuth: true,
    disabledCommands: [...(offersTls ? [] : ["STARTTLS"]), ...(asksForLogin ? [] : ["AUTH"])],
    disableReverseLookup: true,
    onConnect(_session, next) {
      taken.connections += 1;
      next();
    },
    onAuth({ username, password }, _session, next) {
      if (username === SMTP_USER && password === SMTP_PASSWORD) return next(null, { user: username });
      // Some servers tell what they were told.
      next(refusal(535, `Authentication failed for ${username} with ${password}`));
    },
    onMailFrom: (_address, _session, next) => next(answer("mail")),
    onRcptTo: (_address, _session, next) => next(answer("rcpt")),
    onData(stream, session, next) {
      void (async () => {
        const source = await textOf(stream);
        const fault = typeof faults[0] === "string" || isAt("data") ? faults.shift() : undefined;
        if (typeof fault === "object" && "slowMs" in fault) await sleep(fault.slowMs, undefined, { ref: false });
        if (typeof fault === "object" && "code" in fault) return next(refusal(fault.code, fault.message ?? `fault ${fault.code}`));
        const { mailFrom, rcptTo } = session.envelope;
        const mail = { from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address), source, messageId: /^Message-ID: <(.+)>$/im.exec(source)?.[1] ?? "" };
        if (fault !== "cut") taken.mails.push(mail);
        if (typeof fault === "string") for (const socket of sockets) socket.destroy();
        else next();
      })();
    },
  };
  const server = new SMTPServer(options);
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  taken.port = (server.server.address() as AddressInfo).port;
  const login = asksForLogin ? `${encodeURIComponent(SMTP_USER)}:${encodeURIComponent(SMTP_PASSWORD)}@` : "";
  taken.url = `smtp://${login}127.0.0.1:${taken.port}`;
  taken.close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return taken;
}
