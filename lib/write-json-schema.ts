import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaText } from './config/json-schema';
import { KINDS } from './kinds';

/** `npm run schema`: brings pipelines.schema.json up to date with the kinds. */
writeFileSync(join(__dirname, '../pipelines.schema.json'), jsonSchemaText(KINDS));
