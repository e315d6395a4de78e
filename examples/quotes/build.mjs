// Puts the code of each function, without its tests, into a folder of dist/.
import { cpSync, readdirSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
for (const name of readdirSync('src'))
  cpSync(`src/${name}`, `dist/${name}`, { recursive: true, filter: (path) => !path.endsWith('.test.mjs') });
