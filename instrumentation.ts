/** Runs once per server process, before its first request. */
export const register = async (): Promise<void> => {
  // Next replaces the variable at build time, which keeps Node's modules out of the edge bundle.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startServer } = await import("@/lib/start-server");
    await startServer();
  }
};

/** What a page or handler threw and nobody caught: our bug, in our log, under the reference that its reader sees. */
export const onRequestError = async (error: unknown, request: { path: string; method: string }): Promise<void> => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { logRequestError } = await import("@/lib/start-server");
    logRequestError(error, request);
  }
};
