import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The scripts of package.json that `npm run check` runs, the longest first. */
const CHECKS = ['check:typescript', 'check:imports', 'check:unused', 'check:format'];

/** As many at a time as the smallest build machine has cores. */
const AT_A_TIME = 2;

/** Runs every check, whatever the others report, and prints the output of each when it ends. Exits with 1 if one fails. */
async function main(): Promise<void> {
  const waiting = CHECKS.values();
  const work = async () => {
    for (const script of waiting) {
      const { code, output } = await run(script);
      process.stdout.write(code === 0 ? output : `${output}npm run ${script} exited with ${code}\n`);
      if (code !== 0) process.exitCode = 1;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
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

void main();
