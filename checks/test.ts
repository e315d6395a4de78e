import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { runChecks } from './run-checks';

/**
 * `npm test [-- JEST ARGUMENTS…]`: every check, and beside the longest of them, which leaves a core idle, the tests. Exits
 * with 1 if a check or a test fails; the checks that failed are named again in the end.
 */
async function main(jestArguments: readonly string[]): Promise<void> {
  let tests: Promise<unknown[]> | undefined;
  const failures = await runChecks(() => {
    const jest = [require.resolve('jest/bin/jest'), ...jestArguments];
    tests = once(spawn(process.execPath, jest, { cwd: join(__dirname, '..'), stdio: 'inherit' }), 'exit');
  });
  const [code] = (await tests) ?? [];
  for (const failure of failures) console.log(failure);
  if (code !== 0 || failures.length > 0) process.exitCode = 1;
}

void main(process.argv.slice(2));
