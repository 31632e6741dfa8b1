/** Where a client may keep what outlives a page: `localStorage`, memory, or the product's own (AsyncStorage, a keychain). */
export interface StorageAdapter {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): void | Promise<void>;
  removeItem(key: string): void | Promise<void>;
}

/** For Node, tests and private windows. Ends with the process or the page. */
export class MemoryStorageAdapter implements StorageAdapter {
  private readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

/** A browser that forbids `localStorage` gets memory: signed in for as long as the page lives, rather than not at all. */
export class LocalStorageAdapter implements StorageAdapter {
  private inMemory: MemoryStorageAdapter | null = null;
  getItem = (key: string): string | null => this.on((storage) => storage.getItem(key));
  setItem = (key: string, value: string): void => this.on((storage) => storage.setItem(key, value));
  removeItem = (key: string): void => this.on((storage) => storage.removeItem(key));

  private on<T>(use: (storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) => T): T {
    if (this.inMemory) return use(this.inMemory);
    try {
      return use(globalThis.localStorage);
    } catch {
      return use((this.inMemory = new MemoryStorageAdapter()));
    }
  }
}

/** `localStorage` where there is a page, memory elsewhere. */
export const defaultStorage = (): StorageAdapter => (typeof document === "undefined" ? new MemoryStorageAdapter() : new LocalStorageAdapter());
