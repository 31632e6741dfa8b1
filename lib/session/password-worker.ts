/** bcryptjs in worker threads: the fallback where the native binding is not installed. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

// Given as text, because a bundler would not carry a worker's file; bcryptjs is kept external and resolved at run time.
const SOURCE = `
const { parentPort } = require("node:worker_threads");
const bcrypt = require("bcryptjs");
parentPort.on("message", ({ id, password, cost, hash }) => {
  try {
    const result = hash === undefined ? bcrypt.hashSync(password, cost) : bcrypt.compareSync(password, hash);
    parentPort.postMessage({ id, result });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});`;

interface Job {
  password: string;
  cost?: number;
  hash?: string;
}

interface Settle {
  resolve: (result: string | boolean) => void;
  reject: (error: Error) => void;
}

const pending = new Map<number, Settle>();
const workers: Worker[] = [];
let nextId = 0;

function start(): Worker {
  const worker = new Worker(SOURCE, { eval: true });
  worker.unref();
  worker.on("message", ({ id, result, error }: { id: number; result: string | boolean; error?: string }) => {
    const settle = pending.get(id);
    pending.delete(id);
    if (error === undefined) settle?.resolve(result);
    else settle?.reject(new Error(error));
  });
  worker.on("error", (error) => {
    workers.splice(workers.indexOf(worker), 1);
    for (const [id, settle] of pending) {
      pending.delete(id);
      settle.reject(error);
    }
  });
  return worker;
}

function send(job: Job): Promise<string | boolean> {
  const size = Math.max(1, availableParallelism() - 1);
  while (workers.length < size) workers.push(start());
  const id = nextId++;
  const worker = workers[id % workers.length];
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve, reject });
    worker?.postMessage({ id, ...job });
  });
}

export const hashInWorker = async (password: string, cost: number): Promise<string> =>
  String(await send({ password, cost }));

export const verifyInWorker = async (password: string, hash: string): Promise<boolean> =>
  (await send({ password, hash })) === true;
