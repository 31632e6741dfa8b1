/** Servers on a seeded database of their own, for journeys that break things. */
import { joinTestCluster } from "../../tools/test-cluster.mjs";
import { startInstances } from "../../tools/two-instances.mjs";

export type Instance = Awaited<ReturnType<typeof startInstances>>[number];

export interface OwnServers {
  instances: Instance[];
  /** The database itself, past whatever stands before it. */
  databaseUrl: string;
  end(): Promise<void>;
}

export interface OwnServersOptions {
  count?: number;
  /** Directory of another build. */
  build?: string;
  env?: Record<string, string>;
  /** What the servers are to believe is their database. */
  through?: (databaseUrl: string) => Promise<string>;
}

/** Limits do not count there: everything comes from one address. */
export async function ownServers({ count = 1, build, env, through }: OwnServersOptions = {}): Promise<OwnServers> {
  const cluster = await joinTestCluster();
  // The servers of this run have made it.
  const template = await cluster.template("demo", () => Promise.reject(new Error("the seeded template is missing")));
  const databaseUrl = await cluster.createDatabase(template);
  const leave = async () => {
    await cluster.dropDatabase(databaseUrl);
    await cluster.leave();
  };
  try {
    const seen = through ? await through(databaseUrl) : databaseUrl;
    const instances = await startInstances({ count, databaseUrl: seen, build, env: { RATE_LIMIT_ENABLED: "false", ...env } });
    const end = async () => {
      await Promise.all(instances.map((instance) => instance.stop()));
      await leave();
    };
    return { instances, databaseUrl, end };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** One server with settings of its own, for as long as `work` takes. */
export async function withServer(env: Record<string, string>, work: (url: string) => Promise<void>): Promise<void> {
  const servers = await ownServers({ env });
  try {
    await work(servers.instances[0]?.url ?? "");
  } finally {
    await servers.end();
  }
}
