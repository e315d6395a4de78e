import { readFileSync, writeFileSync } from 'node:fs';
import { KINDS } from './kinds';
import { readmeOf, withCalls } from './report/readme';

/** Rewrites the calls in the READMEs of the kinds that are proven. */
async function writeCalls(): Promise<void> {
  for (const kind of KINDS) {
    const path = readmeOf(kind);
    writeFileSync(path, await withCalls(readFileSync(path, 'utf8'), kind));
  }
}

void writeCalls();
