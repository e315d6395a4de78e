import { z } from 'zod';
import type { ConfigKind } from './kind';
import { configSchemas } from './schema';

/**
 * The JSON Schema by which editors complete and check `pipelines.yaml`, as the text of `pipelines.schema.json`.
 * What several fields share is in it once, under the `id` of its schema. Draft 2020-12, where keywords beside a
 * reference count: https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.1
 */
export function jsonSchemaText(kinds: readonly ConfigKind[]): string {
  const schema = z.toJSONSchema(configSchemas(kinds).file, { io: 'input' });
  return `${JSON.stringify({ ...schema, title: 'Pipeline Factory' }, null, 2)}\n`;
}
