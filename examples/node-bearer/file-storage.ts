import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { StorageAdapter } from "../../lib/client/storage-adapter";

/** Keeps the session of a command between its runs, in a file that its owner alone may read. */
export class FileStorage implements StorageAdapter {
  constructor(private readonly file: string) {}

  getItem = async (key: string): Promise<string | null> => (await this.read())[key] ?? null;

  setItem = async (key: string, value: string): Promise<void> => this.write({ ...(await this.read()), [key]: value });

  removeItem = async (key: string): Promise<void> => {
    const { [key]: _removed, ...rest } = await this.read();
    await this.write(rest);
  };

  private async read(): Promise<Record<string, string>> {
    const text = await readFile(this.file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "{}";
      throw error;
    });
    return JSON.parse(text) as Record<string, string>;
  }

  /** Another run never reads half a file, and a crash loses no refresh token: each is good for one exchange. */
  private async write(items: Record<string, string>): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    const draft = `${this.file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(items), { mode: 0o600 });
    await rename(draft, this.file);
  }
}
