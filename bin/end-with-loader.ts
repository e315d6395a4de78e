/**
 * The tsx command runs this program as its child. When that command is killed outright it cannot pass it on, and an
 * endpoint would go on where nobody sees it: so the child looks after its parent. Started in any other way, with
 * `node --import tsx` for example, it lives on by itself, as `nohup` wants it.
 */
export function endWithLoader(): void {
  if (!process.execArgv.some((word) => word.endsWith('preflight.cjs'))) return;
  const loader = process.ppid;
  setInterval(() => process.ppid === loader || process.kill(process.pid, 'SIGTERM'), 500).unref();
}
