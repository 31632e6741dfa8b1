/** What needs a recent proof: refused without one, whatever else would be said; done once it is given. */
import { describe, expect, it } from "vitest";
import { changePassword } from "@/lib/features/account/operations/change-password";
import { changeManyUsers } from "@/lib/features/admin/operations/change-many-users";
import { createUser } from "@/lib/features/admin/operations/create-user";
import { deleteUser } from "@/lib/features/admin/operations/delete-user";
import { updateUser } from "@/lib/features/admin/operations/update-user";
import { addMember } from "@/lib/features/organizations/operations/add-member";
import { giveRoleToUser } from "@/lib/features/rbac/operations/give-role";
import { setPrimaryRole } from "@/lib/features/rbac/operations/set-primary-role";
import { takePrimaryRoleFromUser } from "@/lib/features/rbac/operations/take-primary-role";
import type { AppError } from "@/lib/errors";
import { admit } from "@/lib/operation";
import { reauthenticate } from "@/lib/features/reauthentication/operations/reauthenticate";
import { allOperations, features } from "@/lib/registry";
import { defaultOrganization } from "@/tests/factories/make-organization";
import { makeRole } from "@/tests/factories/make-role";
import { makeUser, TEST_PASSWORD } from "@/tests/factories/make-user";
import { makeViewer, type TestViewer } from "@/tests/factories/make-viewer";
import { callAs } from "@/tests/setup/call-as";
import { MINUTE, travel } from "@/tests/setup/clock";
import { rowsUnchanged } from "@/tests/setup/rows-unchanged";
import { makeTestContext, type TestContextOptions } from "@/tests/setup/test-context";
import { withEnv } from "@/tests/setup/with-env";

const administrator = () => makeViewer(["*"], { reach: "platform" });
const REFUSED = { status: 403, code: "REAUTH_REQUIRED", details: { max_age_seconds: 600, methods: ["password"] } };

/** Signed in eleven minutes ago; the access token still lives. */
async function longAgo(): Promise<TestViewer> {
  const viewer = await administrator();
  await travel(11 * MINUTE);
  return viewer;
}

const byCookie = (viewer: TestViewer) => callAs(null, { cookie: viewer.accessToken, origin: "http://localhost:3000" });

describe("a proof of eleven minutes ago", () => {
  it("does not delete an account; a new one does", async () => {
    const viewer = await longAgo();
    const { id } = await makeUser();
    expect(await rowsUnchanged(() => callAs(viewer).refusal(deleteUser, { params: { id } }))).toMatchObject(REFUSED);
    await callAs(viewer).output(reauthenticate, { input: { password: TEST_PASSWORD } });
    expect(await callAs(viewer).output(deleteUser, { params: { id } })).toMatchObject({ hard_delete: false });
  });

  it("does not do it to many at once either; what does not matter, it does", async () => {
    const viewer = await longAgo();
    const { id } = await makeUser();
    expect(await rowsUnchanged(() => callAs(viewer).refusal(changeManyUsers, { input: { action: "delete", ids: [id] } }))).toMatchObject(REFUSED);
    expect(await callAs(viewer).output(changeManyUsers, { input: { action: "ban", ids: [id], reason: "Spam" } })).toMatchObject({ succeeded: 1 });
  });

  it("gives and takes no role", async () => {
    const viewer = await longAgo();
    const { id } = await makeUser();
    const { id: role_id } = await makeRole(["users.view"]);
    for (const operation of [giveRoleToUser, setPrimaryRole]) expect(await callAs(viewer).refusal(operation, { params: { id }, input: { role_id } })).toMatchObject(REFUSED);
    expect(await callAs(viewer).refusal(takePrimaryRoleFromUser, { params: { id } })).toMatchObject(REFUSED);
    const email = `newcomer-${id}@example.com`;
    expect(await callAs(viewer).refusal(createUser, { input: { email, role: "manager" } })).toMatchObject(REFUSED);
    expect(await callAs(viewer).output(createUser, { input: { email } })).toMatchObject({ user: { email } });
    const organization_id = (await defaultOrganization()).id;
    expect(await callAs(viewer).refusal(addMember, { params: { organization_id }, input: { user_id: id, role_ids: [role_id] } })).toMatchObject(REFUSED);
  });

  it("changes nobody's address, but what else an account says", async () => {
    const viewer = await longAgo();
    const { id, email } = await makeUser();
    expect(await callAs(viewer).refusal(updateUser, { params: { id }, input: { email: `other-${email}` } })).toMatchObject(REFUSED);
    expect(await callAs(viewer).output(updateUser, { params: { id }, input: { email, first_name: "Grace" } })).toMatchObject({ changed: ["first_name"] });
  });

  it("changes one's own password: the current one is in the request", async () => {
    const viewer = await longAgo();
    expect(await callAs(viewer).output(changePassword, { input: { current_password: TEST_PASSWORD, new_password: "a wholly other phrase" } })).toMatchObject({ sessions_revoked: 0 });
  });
});

describe("STEP_UP_BEARER=false", () => {
  it("spares Bearer tokens the question, and cookies not", async () => {
    await withEnv({ STEP_UP_BEARER: "false" }, async () => {
      const viewer = await longAgo();
      const { id } = await makeUser();
      const { id: role_id } = await makeRole(["users.view"]);
      expect(await byCookie(viewer).refusal(setPrimaryRole, { params: { id }, input: { role_id } })).toMatchObject(REFUSED);
      expect(await callAs(viewer).output(setPrimaryRole, { params: { id }, input: { role_id } })).toMatchObject({ role_id });
    });
  });

  it("does so at every operation that asks; without it Bearer tokens are asked as well", async () => {
    const viewer = await longAgo();
    const asking = allOperations.filter(({ stepUp }) => stepUp);
    expect(asking.length).toBeGreaterThan(20);
    const answer = (operation: (typeof asking)[number], how: TestContextOptions) =>
      admit(operation as Parameters<typeof admit>[0], makeTestContext(how)).then(() => "let through", (error: unknown) => (error as AppError).code);
    for (const operation of asking) {
      const [bearer, cookie] = [{ token: viewer.accessToken }, { cookie: viewer.accessToken }];
      expect([operation.name, await answer(operation, bearer), await answer(operation, cookie)]).toEqual([operation.name, "REAUTH_REQUIRED", "REAUTH_REQUIRED"]);
      const exempted = await withEnv({ STEP_UP_BEARER: "false" }, async () => [await answer(operation, bearer), await answer(operation, cookie), await answer(operation, { ...cookie, kind: "action" })]);
      expect([operation.name, ...exempted]).toEqual([operation.name, "let through", "REAUTH_REQUIRED", "REAUTH_REQUIRED"]);
    }
  });
});

it("STEP_UP_MINUTES says for how long a proof is recent", async () => {
  const viewer = await longAgo();
  const { id } = await makeUser();
  await withEnv({ STEP_UP_MINUTES: "12" }, async () => {
    expect(await callAs(viewer).output(deleteUser, { params: { id } })).toMatchObject({ hard_delete: false });
  });
});

it("whoever may not is told that, and not to prove who they are", async () => {
  const viewer = await makeViewer();
  await travel(11 * MINUTE);
  expect(await callAs(viewer).refusal(deleteUser, { params: { id: (await makeUser()).id } })).toMatchObject({ code: "FORBIDDEN" });
});

/** Whatever else is of one's own account takes the account's lock first. */
it("leaves it to the end of an account alone to hold its session itself", () => {
  expect(allOperations.filter(({ holdsSession }) => holdsSession).map(({ name }) => name)).toEqual(["account.delete"]);
});

/** A new operation that gives a role or ends an account belongs here, or says why not. */
it("stands on everything that gives roles, ends accounts or organizations, or changes by what one's own account is entered", () => {
  const isAlias = ({ alias }: (typeof allOperations)[number]) => alias !== undefined;
  const named = allOperations.filter((operation) => operation.stepUp && !isAlias(operation)).map(({ name }) => name);
  expect(named).toEqual(
    expect.arrayContaining([
      "organization.delete", "organization.set-member-roles", "rbac.import", "role.add-permissions", "role.delete", "role.give", "role.remove-permissions",
      "role.replace-of-user", "role.set-primary", "role.sync-permissions", "role.take", "role.take-primary", "user.delete", "user.import",
      "account.delete", "account.export", "connection.add", "connection.remove", "mfa.disable", "mfa.enable", "mfa.renew-recovery-codes",
      "passkey.begin-registration", "passkey.register", "passkey.remove", "user.reset-mfa", "verification.change-email",
    ]),
  );
  for (const { operations } of features) for (const { alias, stepUp } of operations) if (alias) expect(alias.runs.stepUp).toBe(stepUp);
});
