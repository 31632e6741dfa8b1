import { makeSession, type SessionOptions, type TestSession } from "./make-session";
import { makeUser, type TestUser, type UserOptions } from "./make-user";

export type TestViewer = TestSession & { user: TestUser };

/** Somebody signed in who holds exactly these permissions (in their organization, unless `reach` says the platform). */
export async function makeViewer(permissions: readonly string[] = [], options: UserOptions & SessionOptions = {}): Promise<TestViewer> {
  const user = await makeUser({ ...options, permissions });
  return { user, ...(await makeSession(user, options)) };
}
