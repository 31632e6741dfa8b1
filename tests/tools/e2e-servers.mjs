/** The servers that the browser journeys visit, by name. Ports may be moved as a block with `E2E_PORT`. */
const FIRST_PORT = Number(process.env.E2E_PORT ?? 3110);

const server = (offset, build, env) => ({ port: FIRST_PORT + offset, url: `http://localhost:${FIRST_PORT + offset}`, build, env });

export const E2E_SERVERS = {
  /** Most journeys. They run side by side, so no clock moves here and no limit counts. */
  journeys: server(0, ".next-test", { RATE_LIMIT_ENABLED: "false" }),
  /**
   * Journeys about limits, expiry and faults: one at a time; limits count (every sign-in comes from
   * one address, so that one is wider), the clock may be moved.
   */
  solo: server(1, ".next-test", { RATE_LIMIT_LOGIN: "200/60s" }),
  /** The build that people run. */
  plain: server(2, ".next", {}),
};
