import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaText } from './config/json-schema';

/** `npx tsx lib/config/write-json-schema.ts`: brings pipelines.schema.json up to date with the language. */
writeFileSync(join(__dirname, '../../pipelines.schema.json'), jsonSchemaText());
