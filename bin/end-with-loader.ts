/**
 * Ends this process with the tsx command that started it as its child. A tsx that is killed cannot pass the signal on, and
 * an endpoint would run on unseen. Started in any other way, with `node --import tsx` for example, the process is not tied
 * to its parent, so that `nohup` works.
 */
export function endWithLoader(): void {
  if (!process.execArgv.some((argument) => argument.endsWith('preflight.cjs'))) return;
  const loader = process.ppid;
  setInterval(() => process.ppid === loader || process.kill(process.pid, 'SIGTERM'), 500).unref();
}
