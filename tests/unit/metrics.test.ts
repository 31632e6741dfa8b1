import { beforeEach, describe, expect, it } from "vitest";
import { AppError, defineError, UNAVAILABLE } from "@/lib/errors";
import { routeLabel } from "@/lib/http/observe-request";
import { countOutcome, countRefresh, countRequest } from "@/lib/metrics/events";
import { counter, histogram, metricLines, readingLines, resetMetrics } from "@/lib/metrics/registry";
import { runtimeReadings } from "@/lib/metrics/runtime";

beforeEach(resetMetrics);

const valueOf = (series: string) => metricLines().find((line) => line.startsWith(`${series} `))?.split(" ").at(-1);

describe("the registry", () => {
  it("is one for every copy of its module", () => {
    counter("test_total", "Once.").add({ from: "one" });
    counter("test_total", "Once.").add({ from: "one" }, 2);
    expect(metricLines().filter((line) => line.includes("test_total"))).toEqual(["# HELP test_total Once.", "# TYPE test_total counter", 'test_total{from="one"} 3']);
  });

  it("escapes what would break the format", () => {
    counter("test_total", "Once.").add({ said: 'a "b"\\\nc' });
    expect(metricLines()).toContain('test_total{said="a \\"b\\"\\\\\\nc"} 1');
  });

  it("adds up a histogram's buckets", () => {
    const sizes = histogram("test_seconds", "Seconds.", [0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 3]) sizes.observe({ method: "GET" }, value);
    expect(metricLines().filter((line) => line.startsWith("test_seconds"))).toEqual([
      'test_seconds_bucket{method="GET",le="0.1"} 2',
      'test_seconds_bucket{method="GET",le="1"} 3',
      'test_seconds_bucket{method="GET",le="+Inf"} 4',
      'test_seconds_sum{method="GET"} 3.65',
      'test_seconds_count{method="GET"} 4',
    ]);
  });

  it("prints every reading with its type", () => {
    for (const reading of runtimeReadings()) {
      const [help, type, line = ""] = readingLines(reading);
      expect([help?.split(" ")[2], type]).toEqual([reading.name, `# TYPE ${reading.name} ${reading.type ?? "gauge"}`]);
      expect(Number(line.split(" ")[1])).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("events", () => {
  it("count requests by pattern", () => {
    countRequest({ method: "GET", route: "/api/admin/users/[id]", status: 200, seconds: 0.02 });
    expect(valueOf('http_requests_total{method="GET",route="/api/admin/users/[id]",status="200"}')).toBe("1");
    expect(valueOf('http_request_duration_seconds_bucket{method="GET",route="/api/admin/users/[id]",le="0.025"}')).toBe("1");
  });

  it("count sign-ins by outcome, and failures that are ours", () => {
    countOutcome("auth.login");
    countOutcome("auth.login", new AppError(defineError("INVALID_CREDENTIALS", 401, "No.")));
    countOutcome("user.ban", new AppError(UNAVAILABLE));
    countOutcome("user.ban", new TypeError("a bug"));
    countRefresh("rotated");
    expect(valueOf('gatehouse_logins_total{outcome="success"}')).toBe("1");
    expect(valueOf('gatehouse_logins_total{outcome="invalid_credentials"}')).toBe("1");
    expect(valueOf('gatehouse_failures_total{operation="user.ban",code="UNAVAILABLE"}')).toBe("1");
    expect(valueOf('gatehouse_failures_total{operation="user.ban",code="INTERNAL_ERROR"}')).toBe("1");
    expect(metricLines().filter((line) => line.startsWith("gatehouse_failures_total"))).toHaveLength(2);
    expect(valueOf('gatehouse_refreshes_total{outcome="rotated"}')).toBe("1");
  });
});

describe("routeLabel", () => {
  it.each([
    ["/api/admin/users/0197a3a4-0000-7000-8000-000000000000?x=1", "/api/admin/users/[id]"],
    ["/health", "/api/health"],
    ["/metrics", "/api/metrics"],
    ["/admin/users", "/admin/users"],
    ["/api/auth/callback/credentials", "/api/auth/[...nextauth]"],
    ["/api/nothing/here", "/api/[...path]"],
    ["/_next/static/chunks/a.js", "/_next/*"],
    ["/wp-login.php", "unmatched"],
    ["/%E0%A4%A", "unmatched"],
  ])("%s is %s", (url, label) => expect(routeLabel(url)).toBe(label));
});
