import { z } from 'zod';
import { specSchema } from './schema';

/** The JSON Schema by which editors complete and check `pipelines.yaml`, as the text of `pipelines.schema.json`. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(specSchema, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ ...schema, title: 'Pipeline Factory' }, null, 2)}\n`;
}
