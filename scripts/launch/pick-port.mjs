/** The port and the address that people type. */
import { isPortFree } from "./free-port.mjs";

const DEFAULT_PORT = "3000";

/**
 * Sets PORT and APP_URL where they are not set.
 *
 * @throws Error with a sentence when the port is not one or is taken
 */
export async function claimPort() {
  process.env.PORT ||= DEFAULT_PORT;
  const port = Number(process.env.PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`PORT is ${process.env.PORT}: it has to be a number from 1 to 65535.`);
  if (!(await isPortFree(port))) throw new Error(`Port ${port} is taken: end what runs there, or choose another with PORT=${port === 65_535 ? 3000 : port + 1}.`);
  process.env.APP_URL ||= `http://localhost:${port}`;
}
