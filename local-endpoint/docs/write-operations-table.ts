import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createdServices } from './created-services';
import { withOperationsTable } from './operations-table';

const README = join(__dirname, '../README.md');

writeFileSync(README, withOperationsTable(readFileSync(README, 'utf8'), createdServices()));
