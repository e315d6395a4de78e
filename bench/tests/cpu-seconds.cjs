const { readdirSync, readFileSync } = require('node:fs');

/** `USER_HZ`, in which the kernel counts: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS_A_SECOND = 100;

/** CPU seconds, user's and system's, of this process and all that it started, those that ended included. Linux only. */
function cpuSeconds() {
  const processes = allProcesses();
  const ticksOf = (pid) =>
    [...processes]
      .filter(([, { parent }]) => parent === pid)
      .reduce((sum, [child]) => sum + ticksOf(child), processes.get(pid)?.ticks ?? 0);
  return ticksOf(process.pid) / TICKS_A_SECOND;
}

function allProcesses() {
  const found = new Map();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const stat = pid ? statOf(pid) : undefined;
    if (stat) found.set(pid, stat);
  }
  return found;
}

/** @returns undefined for one that ended meanwhile */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may contain spaces: state, parent, …, utime, stime, cutime, cstime.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), ticks };
  } catch {
    return undefined;
  }
}

module.exports = { cpuSeconds };
