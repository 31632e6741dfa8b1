import { Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { stopJobTimer } from "@/lib/outbox/run-due-jobs";
import { startServer } from "@/lib/start-server";
import { withEnv } from "../../setup/with-env";

const shared = globalThis as typeof globalThis & { gatehouseJobTimer?: object };
const untouched = Server.prototype.emit;
const listeners = process.listeners("SIGTERM");

afterEach(async () => {
  await stopJobTimer();
  for (const listener of process.listeners("SIGTERM")) if (!listeners.includes(listener)) process.off("SIGTERM", listener);
  for (const listener of process.listeners("SIGINT")) if (!listeners.includes(listener)) process.off("SIGINT", listener);
});

// In this order: a guard stays for the life of its process.
it("neither guards nor runs a timer on Vercel, where no server is ours", () =>
  withEnv({ VERCEL: "1", NEXT_MANUAL_SIG_HANDLE: "1", GATEHOUSE_GUARD_KEY: undefined }, async () => {
    await startServer();
    expect(Server.prototype.emit).toBe(untouched);
    expect(process.env.GATEHOUSE_GUARD_KEY).toBeUndefined();
    expect(shared.gatehouseJobTimer).toBeUndefined();
    expect(process.listeners("SIGTERM")).toEqual(listeners);
  }));

it("leaves the signals to Next where nobody said that they are ours", () =>
  withEnv({ NEXT_MANUAL_SIG_HANDLE: undefined }, async () => {
    await startServer();
    expect(Server.prototype.emit).not.toBe(untouched);
    expect(shared.gatehouseJobTimer).toBeDefined();
    expect(process.listenerCount("SIGINT")).toBe(0);
  }));

it("answers SIGTERM and SIGINT itself in the image and under npm start", () =>
  withEnv({ NEXT_MANUAL_SIG_HANDLE: "1" }, async () => {
    await startServer();
    expect(process.listenerCount("SIGINT")).toBe(1);
  }));
