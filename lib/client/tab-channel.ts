/** Tells the other tabs that something changed: never what. They read the storage again, or ask the server. */
export class TabChannel {
  private readonly open = new Set<BroadcastChannel>();

  constructor(private readonly name: string) {}

  post(): void {
    for (const channel of this.open) channel.postMessage("changed");
  }

  /** @returns ends it. Nothing is heard where the platform has no BroadcastChannel */
  listen(onChange: () => void): () => void {
    if (typeof BroadcastChannel === "undefined") return () => undefined;
    const channel = new BroadcastChannel(this.name);
    channel.onmessage = onChange;
    // In Node an open channel keeps the process alive.
    (channel as { unref?: () => void }).unref?.();
    this.open.add(channel);
    return () => {
      this.open.delete(channel);
      channel.close();
    };
  }
}
