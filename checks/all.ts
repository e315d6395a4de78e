import { runChecks } from './run-checks';

/** `npm run check`: every check. Exits with 1 if one fails. */
async function main(): Promise<void> {
  if ((await runChecks()).length > 0) process.exitCode = 1;
}

void main();
