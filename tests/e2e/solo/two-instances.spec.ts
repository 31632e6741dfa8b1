import { joinTestCluster } from "../../tools/test-cluster.mjs";
import { startInstances } from "../../tools/two-instances.mjs";
import { demoPerson } from "../support/people";
import { expect, test } from "../support/test";

type Instances = Awaited<ReturnType<typeof startInstances>>;

let cluster: Awaited<ReturnType<typeof joinTestCluster>>;
let databaseUrl: string;
let instances: Instances = [];

test.beforeAll(async () => {
  cluster = await joinTestCluster();
  // The servers of this run have made it.
  const template = await cluster.template("demo", () => Promise.reject(new Error("the seeded template is missing")));
  databaseUrl = await cluster.createDatabase(template);
  instances = await startInstances({ count: 2, databaseUrl, env: { RATE_LIMIT_ENABLED: "false" } });
});

test.afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  if (databaseUrl) await cluster.dropDatabase(databaseUrl);
  await cluster.leave();
});

const call = (url: string, path: string, token: string | null, data?: unknown) =>
  fetch(`${url}${path}`, {
    method: data === undefined ? "GET" : "POST",
    body: data === undefined ? undefined : JSON.stringify(data),
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });

test("what one instance begins and ends, the other knows at once", async () => {
  const [first, second] = instances;
  if (!first || !second) throw new Error("two instances were asked for");
  expect(second.pid).not.toBe(first.pid);
  const { email, password } = demoPerson("manager");
  for (let round = 0; round < 10; round += 1) {
    const signedIn = await call(first.url, "/api/auth/login", null, { identifier: email, password });
    expect(signedIn.status).toBe(200);
    const { access_token: token } = (await signedIn.json()) as { access_token: string };
    expect((await call(second.url, "/api/auth/me", token)).status).toBe(200);
    expect((await call(second.url, "/api/auth/logout", token, {})).status).toBe(200);
    expect((await call(first.url, "/api/auth/me", token)).status).toBe(401);
  }
});
