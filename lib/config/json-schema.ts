import { z } from 'zod';
import { specSchema } from './schema';

/**
 * The JSON Schema by which editors complete and check `pipelines.yaml`, as the text of `pipelines.schema.json`.
 * What several places share is written once, under the `id` of its schema. Draft 2020-12, where what is said beside a
 * reference counts: https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.1
 */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(specSchema, { io: 'input' });
  return `${JSON.stringify({ ...schema, title: 'Pipeline Factory' }, null, 2)}\n`;
}
