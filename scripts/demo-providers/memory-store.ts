import type { Adapter, AdapterPayload } from "oidc-provider";

interface Entry {
  payload: AdapterPayload;
  /** Milliseconds since 1970. */
  endsAt: number;
}

/** What an issuer remembers, in this process alone: it is gone when the process ends. One store per issuer. */
export function memoryStore(): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`;
    const find = (matches: (payload: AdapterPayload, key: string) => boolean) => {
      const found = [...entries].find(([key, { payload, endsAt }]) => endsAt > Date.now() && key.startsWith(`${model}:`) && matches(payload, key));
      return found?.[1].payload;
    };
    return {
      async upsert(id, payload, expiresIn) {
        entries.set(keyOf(id), { payload, endsAt: Date.now() + (expiresIn || 3600) * 1000 });
      },
      find: async (id) => find((_, key) => key === keyOf(id)),
      findByUserCode: async (userCode) => find((payload) => payload.userCode === userCode),
      findByUid: async (uid) => find((payload) => payload.uid === uid),
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      },
    };
  };
}
