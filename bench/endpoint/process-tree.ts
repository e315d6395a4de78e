import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all that it started came to. */
export interface TreeUse {
  readonly processes: number;
  /** Resident memory (RSS), pages that several processes share counted for each of them. */
  readonly residentBytes: number;
  /** The same, those pages counted once (PSS). 0 where the system does not measure that. */
  readonly proportionalBytes: number;
  /** User and system time, that of children that have ended included. */
  readonly cpuSeconds: number;
}

/** Clock ticks a second of /proc/PID/stat; the same on every Linux that Node.js runs on. */
const TICKS = 100;

/**
 * Reads the use of a process and its descendants from /proc.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function treeUse(root: number): TreeUse {
  const tree = [root, ...descendants(root)];
  return {
    processes: tree.length,
    residentBytes: sumOf(tree, (pid) => kilobytes(pid, 'status', /^VmRSS:\s+(\d+) kB/m)) * 1024,
    proportionalBytes: sumOf(tree, (pid) => kilobytes(pid, 'smaps_rollup', /^Pss:\s+(\d+) kB/m)) * 1024,
    cpuSeconds: sumOf(tree, (pid) => statOf(pid)?.treeTicks ?? 0) / TICKS,
  };
}

/** All processes that a process started, directly or not, and that run now. */
export function descendants(root: number): number[] {
  const parents = new Map(processIds().map((pid) => [pid, statOf(pid)?.parent]));
  const tree = [root];
  for (const parent of tree) for (const [pid, its] of parents) if (its === parent) tree.push(pid);
  return tree.slice(1);
}

/** The environment that a process was started with. */
export function environmentOf(pid: number): Readonly<Record<string, string>> {
  const entries = textOf(pid, 'environ').split('\0').filter(Boolean);
  return Object.fromEntries(entries.map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

/** User and system time of a process alone. */
export const cpuSeconds = (pid: number): number => (statOf(pid)?.ticks ?? 0) / TICKS;

const sumOf = (pids: readonly number[], value: (pid: number) => number): number =>
  pids.reduce((sum, pid) => sum + value(pid), 0);

const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function statOf(
  pid: number,
): { readonly parent: number; readonly ticks: number; readonly treeTicks: number } | undefined {
  const text = textOf(pid, 'stat');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name before may contain anything
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  const ticks = user + system;
  return text ? { parent: Number(fields[1]), ticks, treeTicks: ticks + childUser + childSystem } : undefined;
}

/** @returns 0 for a process that has ended */
function kilobytes(pid: number, file: string, line: RegExp): number {
  const text = textOf(pid, file);
  return text ? Number(line.exec(text)?.[1] ?? 0) : 0;
}

/** @returns an empty string for a process that has ended */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
