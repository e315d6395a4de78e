import { readFileSync } from 'node:fs';
import { KINDS } from '../../prove/kinds';
import { readmeOf, withCalls } from '../../prove/report/readme';

test.each(KINDS)('the README of $name has the calls that its functions make', async (kind) => {
  const text = readFileSync(readmeOf(kind), 'utf8');
  if ((await withCalls(text, kind)) !== text)
    throw new Error(`The calls in ${readmeOf(kind)} are out of date: run npm run docs:calls`);
});
