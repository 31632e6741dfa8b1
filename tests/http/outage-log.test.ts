// First, because it prepares what every module of Next looks for when it is loaded.
import "../setup/next-route";
import { afterEach, expect, it, vi } from "vitest";
import { page } from "@/app/page-maker";
import { privateHeaders } from "@/lib/edge/private-headers";
import { AppError, UNAVAILABLE } from "@/lib/errors";
import { anyone } from "@/lib/http/access";
import { asAppError } from "@/lib/http/respond";
import { inNextRequest } from "../matrix/in-next-request";
import { freshAddress } from "../setup/test-context";
import { withEnv } from "../setup/with-env";

afterEach(() => vi.restoreAllMocks());

/** As Prisma says it: many lines, of which the last one tells. */
const away = Object.assign(new Error("\nInvalid `prisma.user.findMany()` invocation:\n\n\nCan't reach database server at 127.0.0.1:5432"), { code: "P1001" });

/** The lines of the log that `run` leads to. */
const linesOf = (run: () => Promise<unknown>) =>
  withEnv({ LOG_LEVEL: "warn", LOG_FORMAT: "json" }, async () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((line) => written.push(String(line)) > 0);
    await run();
    return written.map((line) => JSON.parse(line) as Record<string, unknown>);
  });

it("a page without its database leaves one line, with what the driver said", async () => {
  const headers = { [privateHeaders.path]: "/", [privateHeaders.clientAddress]: freshAddress() };
  const Page = page(anyone(), async () => Promise.reject(away));
  const lines = await linesOf(async () => {
    const end = await inNextRequest(headers, () => Page({ params: Promise.resolve({}), searchParams: Promise.resolve({}) }));
    expect(end).toEqual({ kind: "status", status: 503 });
  });
  expect(lines).toEqual([
    expect.objectContaining({ event: "request.unavailable", error_code: "UNAVAILABLE", requestId: expect.any(String), cause: expect.objectContaining({ error_code: "P1001", message: "Can't reach database server at 127.0.0.1:5432" }) }),
  ]);
  expect(JSON.stringify(lines)).not.toContain("stack");
});

it("so does what an operation answers, and a refusal without a cause says none", async () => {
  const refusal = new AppError(UNAVAILABLE, { cause: away });
  const lines = await linesOf(async () => [asAppError(refusal, "r-1"), asAppError(new AppError(UNAVAILABLE), "r-2")]);
  expect(lines).toMatchObject([{ requestId: "r-1", cause: { error_code: "P1001" } }, { requestId: "r-2" }]);
  expect(lines[1]).not.toHaveProperty("cause");
});
