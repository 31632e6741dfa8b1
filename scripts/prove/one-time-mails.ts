/** Links and codes of mails, as kinds of one-time-race.ts. Where a mail has both, half of the uses are by the link and half by the code. */
import { makeSession } from "../../tests/factories/make-session";
import { makeUser, type TestUser } from "../../tests/factories/make-user";
import { makeViewer } from "../../tests/factories/make-viewer";
import { mailToken } from "../../tests/factories/mail-token";
import { oneRow, sql } from "../../tests/setup/sql";
import type { Kind, World } from "./one-time-race";
import { must } from "./proof-servers.mjs";

/** A code is looked at ten times per account; what comes beyond is told so. */
const REFUSALS = ["400 INVALID_TOKEN", "429 RATE_LIMIT_EXCEEDED"];

const HOUR = 3600;

/** Not by the instance: both get links and codes. */
const byLink = (index: number): boolean => index % 4 < 2;
/** @param whose - what a code is sent with where nobody is signed in */
const shown = ({ token, code }: { token: string; code: string }, index: number, whose: { email?: string } = {}): object => (byLink(index) ? { token } : { ...whose, code });

const passwordOf = (index: number): string => `nine lanterns over harbour ${index}`;

export const count = async (text: string, values: unknown[]): Promise<number> => (await oneRow<{ count: number }>(`SELECT count(*)::int AS count FROM ${text}`, values)).count;
export const liveSessions = (userId: string): Promise<number> => count("sessions WHERE user_id = $1 AND revoked_at IS NULL", [userId]);

async function mustSignIn({ ask, urls }: World, { username }: Pick<TestUser, "username">, index: number): Promise<void> {
  const { status } = await ask(urls[0] ?? "", "/api/auth/login", { data: { identifier: username, password: passwordOf(index) } });
  must(status === 200, `the winner's password was answered ${status}`);
}

/** What somebody else did is taken back: no session goes on, and a mail leads to a new password. */
async function mustBeTakenBack(userId: string): Promise<void> {
  must((await liveSessions(userId)) === 0, "a session goes on");
  must((await count("one_time_tokens WHERE user_id = $1 AND purpose = 'password_reset'", [userId])) === 1, "there is not one mail to choose a password");
}

/** The newest mail's, in the outbox or, once it was delivered, in the mailbox. */
export async function mailedToken(address: string): Promise<string> {
  const [mail] = await sql<{ text: string | null }>(
    `SELECT text FROM (SELECT payload->>'text' AS text, created_at AS at FROM outbox_messages WHERE kind = 'email' AND payload->>'to' = $1
       UNION ALL SELECT text, sent_at FROM mailbox_messages WHERE "to" = $1) m ORDER BY at DESC LIMIT 1`,
    [address],
  );
  const token = mail?.text?.match(/[\w-]{43}/)?.[0];
  if (!token) throw new Error(`no link was mailed to ${address}`);
  return token;
}

const reset: Kind = {
  title: "a link to choose a new password, and its code",
  actions: ["user.password_change"],
  refusals: REFUSALS,
  async begin(world) {
    const user = await makeUser();
    await makeSession(user);
    const mailed = await mailToken({ purpose: "password_reset", userId: user.id, address: user.email, ttlSeconds: HOUR, withCode: true });
    return {
      use: (url, index) => world.ask(url, "/api/auth/reset-password", { data: { ...shown(mailed, index, { email: user.email }), new_password: passwordOf(index) } }),
      about: { userId: user.id },
      async after(index) {
        must((await liveSessions(user.id)) === 0, "a session goes on");
        await mustSignIn(world, user, index);
      },
    };
  },
};

const setPassword: Kind = {
  title: "an administrator's link to choose a password",
  actions: ["user.password_change"],
  refusals: ["400 INVALID_TOKEN"],
  isEachRecorded: true,
  async begin(world) {
    const { accessToken } = await makeViewer([], { roles: ["admin"], reach: "platform" });
    const user = await makeUser({ password: null });
    const sent = await world.ask(world.urls[0] ?? "", `/api/admin/users/${user.id}/reset-password`, { token: accessToken, data: {} });
    must(sent.status === 200, `the administrator was answered ${sent.status}`);
    const token = await mailedToken(user.email);
    return {
      use: (url, index) => world.ask(url, "/api/auth/reset-password", { data: { token, new_password: passwordOf(index) } }),
      about: { userId: user.id },
      after: (index) => mustSignIn(world, user, index),
    };
  },
};

const verification: Kind = {
  title: "a link to confirm an address, and its code",
  actions: ["user.email_verification"],
  refusals: REFUSALS,
  async begin({ ask }) {
    const user = await makeUser({ verified: false });
    const { accessToken } = await makeSession(user);
    const mailed = await mailToken({ purpose: "email_verification", userId: user.id, address: user.email, ttlSeconds: HOUR, withCode: true });
    return {
      use: (url, index) => ask(url, "/api/auth/confirm", { token: accessToken, data: shown(mailed, index) }),
      about: { userId: user.id },
      async after() {
        must((await count("users WHERE id = $1 AND email_verified_at IS NOT NULL", [user.id])) === 1, "the address is not confirmed");
        must((await liveSessions(user.id)) === 1, "the session ended");
      },
    };
  },
};

const emailChange: Kind = {
  title: "a link to confirm a new address, and its code",
  actions: ["user.email_changed"],
  refusals: REFUSALS,
  async begin({ ask }) {
    const user = await makeUser();
    const { accessToken } = await makeSession(user);
    const address = `new-${user.email}`;
    const mailed = await mailToken({ purpose: "email_change", userId: user.id, address, ttlSeconds: HOUR, payload: { old_email: user.email }, withCode: true });
    return {
      use: (url, index) => ask(url, "/api/auth/confirm-email-change", { token: accessToken, data: shown(mailed, index) }),
      about: { userId: user.id },
      async after() {
        must((await count("users WHERE id = $1 AND email = $2", [user.id, address])) === 1, "the address is not the new one");
        must((await count("one_time_tokens WHERE user_id = $1 AND purpose = 'email_change_undo'", [user.id])) === 1, "there is not one way back");
      },
    };
  },
};

const undo: Kind = {
  title: "a link to take a change of address back",
  actions: ["user.email_change_undone"],
  refusals: ["400 INVALID_TOKEN"],
  isEachRecorded: true,
  async begin({ ask }) {
    const user = await makeUser();
    await makeSession(user);
    await sql("UPDATE users SET email = $2 WHERE id = $1", [user.id, `moved-${user.email}`]);
    const { token } = await mailToken({ purpose: "email_change_undo", userId: user.id, address: user.email, ttlSeconds: HOUR, payload: { new_email: `moved-${user.email}` } });
    return {
      use: (url) => ask(url, "/api/auth/undo-email-change", { data: { token } }),
      about: { userId: user.id },
      async after() {
        must((await count("users WHERE id = $1 AND email = $2", [user.id, user.email])) === 1, "the address is not the old one");
        await mustBeTakenBack(user.id);
      },
    };
  },
};

const magicLink: Kind = {
  title: "a link to sign in with, and its code",
  actions: ["user.login"],
  refusals: REFUSALS,
  async begin({ ask }) {
    const user = await makeUser();
    const mailed = await mailToken({ purpose: "magic_link", userId: user.id, address: user.email, ttlSeconds: HOUR, withCode: true });
    return {
      use: (url, index) => ask(url, "/api/auth/magic-link/verify", { data: shown(mailed, index, { email: user.email }) }),
      about: { userId: user.id },
      after: async () => must((await liveSessions(user.id)) === 1, "there is not one session"),
    };
  },
};

const report: Kind = {
  title: "a report of somebody else's sign-in",
  actions: ["user.sign_in_reported"],
  refusals: ["400 INVALID_TOKEN"],
  isEachRecorded: true,
  async begin({ ask }) {
    const user = await makeUser();
    const { sessionId } = await makeSession(user);
    const payload = { session_id: sessionId, device_hash: null, device: "Chrome on Windows", place: null, at: new Date().toISOString() };
    const { token } = await mailToken({ purpose: "sign_in_report", userId: user.id, address: user.email, ttlSeconds: HOUR, payload });
    return {
      use: (url) => ask(url, "/api/auth/not-me", { data: { token } }),
      about: { userId: user.id },
      after: () => mustBeTakenBack(user.id),
    };
  },
};

export const mails: Kind[] = [reset, setPassword, verification, emailChange, undo, magicLink, report];
