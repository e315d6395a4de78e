import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedTemplates } from './documented-templates';
import { rightsOf } from './read-rights';
import { withRightsTables } from './rights-table';

const PAGE = join(__dirname, '../security.md');

/** Rewrites the tables of docs/security.md. */
async function writeRights(): Promise<void> {
  const rights = documentedTemplates().flatMap(rightsOf);
  writeFileSync(PAGE, await withRightsTables(readFileSync(PAGE, 'utf8'), rights));
}

void writeRights();
