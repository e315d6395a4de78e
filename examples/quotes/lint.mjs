// A gate of static analysis that needs nothing installed; ESLint would be run in its place in a larger application.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = readdirSync('src', { recursive: true }).filter((file) => file.endsWith('.mjs'));
const found = files.flatMap((file) => {
  const path = join('src', file);
  execFileSync(process.execPath, ['--check', path]);
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      /\b(debugger|console\.log|eval)\b/.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
    );
});
for (const line of found) process.stderr.write(`${line}\n`);
process.exitCode = found.length > 0 ? 1 : 0;
