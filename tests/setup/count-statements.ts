import pg from "pg";

export interface StatementCount {
  /** Without BEGIN, COMMIT, ROLLBACK and savepoints. A statement outside of a transaction commits by itself. */
  statements: number;
  begins: number;
  commits: number;
  rollbacks: number;
  /** In the order sent, control statements included. */
  texts: string[];
}

const CONTROL = /^\s*(BEGIN|START TRANSACTION|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b/i;

const textOf = (query: unknown): string =>
  typeof query === "string" ? query : String((query as { text?: unknown } | undefined)?.text ?? "");

/** Runs `work` and counts what this process sends to PostgreSQL meanwhile. Nothing else may run beside it. */
export async function countStatements<T>(work: () => Promise<T>): Promise<StatementCount & { result: T }> {
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  const texts: string[] = [];
  prototype.query = function (this: unknown, ...args: unknown[]) {
    texts.push(textOf(args[0]));
    return original.apply(this, args);
  };
  try {
    const result = await work();
    const starting = (word: RegExp) => texts.filter((text) => word.test(text)).length;
    return {
      result,
      texts,
      statements: texts.filter((text) => !CONTROL.test(text)).length,
      begins: starting(/^\s*(BEGIN|START TRANSACTION)\b/i),
      commits: starting(/^\s*COMMIT\b/i),
      rollbacks: starting(/^\s*ROLLBACK\b(?!\s+TO)/i),
    };
  } finally {
    prototype.query = original;
  }
}
