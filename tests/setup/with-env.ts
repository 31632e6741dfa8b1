import { forgetEnv } from "@/lib/env";

/** Runs `work` under other environment variables (undefined: unset), then restores them. */
export async function withEnv<T>(changes: Record<string, string | undefined>, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  apply(Object.entries(changes));
  try {
    return await work();
  } finally {
    apply(before);
  }
}

function apply(entries: Iterable<readonly [string, string | undefined]>): void {
  for (const [name, value] of entries) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  forgetEnv();
}
