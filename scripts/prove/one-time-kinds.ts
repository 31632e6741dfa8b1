/** Everything that works once, by how it is raced for (one-time-race.ts). */
import { mailToken } from "../../tests/factories/mail-token";
import { makeConnection } from "../../tests/factories/make-connection";
import { makeSession } from "../../tests/factories/make-session";
import { makeUser, TEST_PASSWORD } from "../../tests/factories/make-user";
import { makeViewer, type TestViewer } from "../../tests/factories/make-viewer";
import { randomToken, sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import { factors } from "./one-time-factors";
import { count, liveSessions, mailedToken, mails } from "./one-time-mails";
import type { Kind, World } from "./one-time-race";
import { must } from "./proof-servers.mjs";

const INVITATION_TAKEN = ["400 INVITATION_USED", "409 SIGN_IN_TO_ACCEPT", "409 ALREADY_JOINED"];

/** To the organization of an administrator, by mail. */
async function invite({ ask, urls }: World, email: string): Promise<{ id: string; token: string; organizationId: string | null }> {
  const inviter = await makeViewer([], { roles: ["admin"], reach: "platform" });
  const { organizationId } = inviter.user;
  const { status, body } = await ask<{ invitation: { id: string } }>(urls[0] ?? "", `/api/organizations/${organizationId}/invitations`, { token: inviter.accessToken, data: { email } });
  must(status === 201, `the inviter was answered ${status} ${body.code}`);
  return { id: body.invitation.id, token: await mailedToken(email), organizationId };
}

const MEMBERS = "memberships m JOIN users u ON u.id = m.user_id WHERE u.email = $1 AND m.organization_id = $2";

const newcomer: Kind = {
  title: "an invitation's link, to make an account",
  actions: ["invitation.accepted"],
  refusals: INVITATION_TAKEN,
  isEachRecorded: true,
  async begin(world) {
    const email = `invited-${newId()}@example.com`;
    const { id, token, organizationId } = await invite(world, email);
    return {
      use: (url) => world.ask(url, "/api/auth/invitations/accept", { data: { token, password: TEST_PASSWORD } }),
      about: { invitationId: id },
      async after() {
        must((await count(MEMBERS, [email, organizationId])) === 1, "nobody, or more than one, has joined");
        must((await count("sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1", [email])) === 1, "there is not one session");
      },
    };
  },
};

const member: Kind = {
  title: "an invitation's link, to join with an account",
  actions: ["invitation.accepted"],
  refusals: INVITATION_TAKEN,
  isEachRecorded: true,
  async begin(world) {
    const { user, accessToken } = await makeViewer([], { organization: null });
    const { id, token, organizationId } = await invite(world, user.email);
    return {
      use: (url) => world.ask(url, "/api/auth/invitations/accept", { token: accessToken, data: { token } }),
      about: { invitationId: id },
      async after() {
        must((await count(MEMBERS, [user.email, organizationId])) === 1, "they are no member");
        must((await count("role_assignments WHERE user_id = $1", [user.id])) === 1, "they do not have one role");
        must((await liveSessions(user.id)) === 1, "there is not one session");
      },
    };
  },
};

async function leave({ ask, urls }: World, { user, accessToken }: TestViewer): Promise<void> {
  const { status, body } = await ask(urls[0] ?? "", "/api/auth/account/delete", { token: accessToken, data: { confirm: user.username } });
  must(status === 200, `the deletion was answered ${status} ${body.code}`);
}

const restore: Kind = {
  title: "the deletion of an account, taken back",
  actions: ["user.deletion_cancelled"],
  refusals: ["409 NOT_LEAVING"],
  async begin(world) {
    const leaver = await makeViewer();
    await leave(world, leaver);
    const { accessToken } = await makeSession(leaver.user);
    return {
      use: (url) => world.ask(url, "/api/auth/account/restore", { token: accessToken, data: {} }),
      about: { userId: leaver.user.id },
      async after() {
        must((await count("users WHERE id = $1 AND deletion_due_at IS NULL", [leaver.user.id])) === 1, "the account is still leaving");
        must((await count("one_time_tokens WHERE user_id = $1", [leaver.user.id])) === 0, "something was sent that bears a link");
      },
    };
  },
};

const grant: Kind = {
  title: "a code that an app was granted by a provider's sign-in",
  actions: ["user.login"],
  refusals: ["400 INVALID_GRANT"],
  async begin({ ask }) {
    const user = await makeUser();
    await makeConnection(user);
    const verifier = randomToken();
    const payload = { provider: "google", challenge: sha256(verifier).toString("base64url") };
    const { token: code } = await mailToken({ purpose: "authorization_code", userId: user.id, address: "", ttlSeconds: 3600, payload });
    return {
      use: (url) => ask(url, "/api/auth/token", { data: { code, code_verifier: verifier } }),
      about: { userId: user.id },
      after: async () => must((await liveSessions(user.id)) === 1, "there is not one session"),
    };
  },
};

export const kinds: Kind[] = [...mails, newcomer, member, ...factors, grant, restore];
