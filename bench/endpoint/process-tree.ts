import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all that it started came to. */
export interface TreeUse {
  readonly processes: number;
  /** Resident memory, pages that several processes share counted once where the system measures that. */
  readonly memoryBytes: number;
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
    memoryBytes: tree.reduce((sum, pid) => sum + residentBytes(pid), 0),
    cpuSeconds: tree.reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0) / TICKS,
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

/** Which memory {@link treeUse} counts here. */
export function memoryMeasure(): 'PSS' | 'RSS' {
  return /^Pss:/m.test(textOf(process.pid, 'smaps_rollup')) ? 'PSS' : 'RSS';
}

const processIds = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function statOf(pid: number): { readonly parent: number; readonly ticks: number } | undefined {
  const text = textOf(pid, 'stat');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name before may contain anything
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  return text ? { parent: Number(fields[1]), ticks: user + system + childUser + childSystem } : undefined;
}

function residentBytes(pid: number): number {
  const kilobytes =
    /^Pss:\s+(\d+) kB/m.exec(textOf(pid, 'smaps_rollup')) ??
    /^VmRSS:\s+(\d+) kB/m.exec(textOf(pid, 'status'));
  return Number(kilobytes?.[1] ?? 0) * 1024;
}

/** @returns an empty string for a process that has ended */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
