/** The processes of functions and builds that run, by the access key that each of them was given. */
export interface Processes {
  /** @returns to be called when the process has ended */
  add(accessKeyId: string, kill: () => void): () => void;
  has(accessKeyId: string): boolean;
  /** Kills a process at once, whatever it does; of a build all of them. */
  kill(accessKeyId: string): void;
}

export function createProcesses(): Processes {
  const kills = new Map<string, () => void>();
  return {
    add: (accessKeyId, kill) => {
      kills.set(accessKeyId, kill);
      return () => void kills.delete(accessKeyId);
    },
    has: (accessKeyId) => kills.has(accessKeyId),
    kill: (accessKeyId) => kills.get(accessKeyId)?.(),
  };
}
