import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET } from "@/app/api/metrics/route";
import { closeDatabase } from "@/lib/db";
import { login } from "@/lib/features/auth/operations/login";
import { refreshToken } from "@/lib/features/auth/operations/refresh-token";
import { installRequestGuard } from "@/lib/http/request-guard";
import { resetMetrics } from "@/lib/metrics/registry";
import { makeUser } from "../../factories/make-user";
import { callAs } from "../../setup/call-as";
import { TEST_ORIGIN } from "../../setup/test-context";
import { withEnv } from "../../setup/with-env";

const TOKEN = "q8Zt3vXy0Lw5Nf7Rk2Jd9Hs4Bg6Pc1Ma";

async function scrape(authorization?: string): Promise<{ status: number; type: string | null; lines: string[] }> {
  const request = new Request(`${TEST_ORIGIN}/api/metrics`, { headers: authorization ? { authorization } : {} });
  const answer = await GET(request, { params: Promise.resolve({}) });
  return { status: answer.status, type: answer.headers.get("content-type"), lines: (await answer.text()).split("\n") };
}
const open = (work: () => Promise<void>) => withEnv({ METRICS_TOKEN: TOKEN }, work);

/** Comment lines, and `name{label="value",…} number`: the whole of the format (0.0.4). */
const SOUND = /^(# (HELP|TYPE) [a-z_][a-z0-9_]* .+|[a-z_][a-z0-9_]*(\{([a-z]+="([^"\\\n]|\\.)*",?)+\})? [-+.e\d]+)$/;

describe("/metrics", () => {
  it("is not there without a token of its own", () =>
    withEnv({ METRICS_TOKEN: undefined }, async () => expect((await scrape("Bearer undefined")).status).toBe(404)));

  it("refuses everybody else", () =>
    open(async () => {
      for (const authorization of [undefined, "Bearer x", `Bearer ${TOKEN}x`]) expect((await scrape(authorization)).status).toBe(401);
    }));

  it("speaks Prometheus's format, with pool, outbox, event loop and process", () =>
    open(async () => {
      const { status, type, lines } = await scrape(`Bearer ${TOKEN}`);
      expect([status, type]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
      expect(lines.slice(0, -1).filter((line) => !SOUND.test(line))).toEqual([]);
      expect(lines.at(-1)).toBe("");
      for (const name of ["gatehouse_database_up 1", 'gatehouse_pool_connections{state="idle"}', 'gatehouse_outbox_messages{status="pending"}', "nodejs_eventloop_lag_p99_seconds", "process_cpu_seconds_total"]) {
        expect(lines.some((line) => line.startsWith(name)), name).toBe(true);
      }
      const declared = lines.filter((line) => line.startsWith("# TYPE")).map((line) => line.split(" ")[2]);
      expect(new Set(declared).size).toBe(declared.length);
    }));

  it("counts sign-ins and refreshes as they end", () =>
    open(async () => {
      resetMetrics();
      const user = await makeUser({ password: "correct horse battery" });
      await callAs(null).output(login, { input: { email: user.email, password: "correct horse battery" } });
      await callAs(null).refusal(login, { input: { email: user.email, password: "wrong" } });
      await callAs(null).refusal(refreshToken, { input: { refresh_token: "nobody's" } });
      const { lines } = await scrape(`Bearer ${TOKEN}`);
      expect(lines).toContain('gatehouse_logins_total{outcome="success"} 1');
      expect(lines).toContain('gatehouse_logins_total{outcome="invalid_credentials"} 1');
      expect(lines).toContain('gatehouse_refreshes_total{outcome="unknown"} 1');
    }));

  it("answers while the database is away", async () => {
    await closeDatabase();
    await withEnv({ METRICS_TOKEN: TOKEN, DATABASE_URL: "postgres://u:p@127.0.0.1:1/x" }, async () => {
      const { status, lines } = await scrape(`Bearer ${TOKEN}`);
      expect([status, lines.includes("gatehouse_database_up 0")]).toEqual([200, true]);
      await closeDatabase();
    });
  });
});

describe("requests through the guard", () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url?.startsWith("/api/admin") ? 401 : 200;
    response.end("{}");
  });
  beforeAll(async () => {
    installRequestGuard();
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  });
  afterAll(() => server.close());
  const ask = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`).then((answer) => answer.text());

  it("are counted by pattern, whatever was asked for", () =>
    open(async () => {
      resetMetrics();
      await ask("/api/admin/users/11111111-1111-7111-8111-111111111111");
      await ask("/api/admin/users/22222222-2222-7222-8222-222222222222?token=secret");
      await ask("/wp-login.php");
      const { lines } = await scrape(`Bearer ${TOKEN}`);
      expect(lines).toContain('http_requests_total{method="GET",route="/api/admin/users/[id]",status="401"} 2');
      expect(lines).toContain('http_requests_total{method="GET",route="unmatched",status="200"} 1');
      expect(lines.join("\n")).not.toMatch(/secret|wp-login|1111/);
    }));
});
