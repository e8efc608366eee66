import type { Adapter, AdapterPayload } from "oidc-provider";

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

export interface Store {
  readonly adapter: (model: string) => Adapter;
  /** Of one account, in every browser. */
  endSessions(accountId: string): void;
}

/** Between two sweeps of what has expired. */
const SWEEP_EVERY = 1000;

/**
 * What one provider remembers, in memory. The library's own store forgets beyond 1,000 entries, which a long run
 * reaches. Without `sessions` none is ever found again: each sign-in shows the login page, else the second person in a
 * browser would come out as the first.
 */
export function createStore({ sessions }: { readonly sessions: boolean }): Store {
  const entries = new Map<string, Entry>();
  const grants = new Map<string, Set<string>>();
  let writes = 0;

  function sweep(): void {
    const now = Date.now();
    for (const [key, { payload, expiresAt }] of entries) {
      if (expiresAt > now) continue;
      entries.delete(key);
      const members = payload.grantId === undefined ? undefined : grants.get(payload.grantId);
      members?.delete(key);
      if (members?.size === 0 && payload.grantId !== undefined) grants.delete(payload.grantId);
    }
  }

  const adapter = (model: string): Adapter => {
    const remembers = sessions || model !== "Session";
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      async upsert(id, payload, expiresIn) {
        if (!remembers) return;
        if (++writes % SWEEP_EVERY === 0) sweep();
        const expiresAt = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000;
        entries.set(keyOf(id), { payload, expiresAt });
        if (payload.grantId === undefined) return;
        const members = grants.get(payload.grantId) ?? new Set();
        grants.set(payload.grantId, members.add(keyOf(id)));
      },
      async find(id) {
        const entry = entries.get(keyOf(id));
        return entry !== undefined && entry.expiresAt > Date.now() ? entry.payload : undefined;
      },
      // Device codes are looked up this way; there are none.
      findByUserCode: async () => undefined,
      async findByUid(uid) {
        const found = [...entries.values()].find((entry) => entry.payload.kind === model && entry.payload.uid === uid);
        return found !== undefined && found.expiresAt > Date.now() ? found.payload : undefined;
      },
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry !== undefined) entry.payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const key of grants.get(grantId) ?? []) entries.delete(key);
        grants.delete(grantId);
      },
    };
  };

  function endSessions(accountId: string): void {
    for (const [key, { payload }] of entries)
      if (payload.kind === "Session" && payload.accountId === accountId) entries.delete(key);
  }
  return { adapter, endSessions };
}
