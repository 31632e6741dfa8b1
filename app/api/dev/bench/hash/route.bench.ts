import { hashPassword, verifyPassword } from "@/lib/session/password";

const PASSWORD = "a password of the bench alone";
let known: Promise<string> | undefined;

/** What the hash alone allows: comparisons back to back for `seconds`, `lanes` at a time, without HTTP and database. */
export async function POST(request: Request): Promise<Response> {
  const { lanes, seconds } = (await request.json()) as { lanes: number; seconds: number };
  const hash = await (known ??= hashPassword(PASSWORD));
  const startedAt = performance.now();
  let comparisons = 0;
  const lane = async () => {
    while (performance.now() - startedAt < seconds * 1000) {
      if (!(await verifyPassword(PASSWORD, hash))) throw new Error("the bench's own password did not match");
      comparisons += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return Response.json({ perSecond: comparisons / ((performance.now() - startedAt) / 1000) });
}
