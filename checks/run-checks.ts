import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The scripts of package.json that `npm run check` runs, the longest first. */
const CHECKS = ['check:typescript', 'check:imports', 'check:unused', 'check:format'];

/** As many at a time as the smallest build machine has cores. */
const AT_A_TIME = 2;

/**
 * Runs every check, whatever the others report, and prints the output of each when it ends.
 * @param onIdle called when a core has no check left to run @default - nothing is
 * @returns a line about each check that failed
 */
export async function runChecks(onIdle: () => void = () => undefined): Promise<string[]> {
  const waiting = CHECKS.values();
  const failures: string[] = [];
  const work = async () => {
    for (const script of waiting) {
      const { code, output } = await run(script);
      process.stdout.write(output);
      if (code === 0) continue;
      failures.push(`npm run ${script} exited with ${code}`);
      console.log(failures.at(-1));
    }
  };
  const workers = Array.from({ length: AT_A_TIME }, work);
  void Promise.race(workers).then(onIdle);
  await Promise.all(workers);
  return failures;
}

/** Runs a script with its output, of both kinds, in one piece. */
function run(script: string): Promise<{ code: number | string; output: string }> {
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: join(__dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? 1, output }));
  });
}
