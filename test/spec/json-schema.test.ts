import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaText } from '../../lib/spec/json-schema';

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

test('pipelines.schema.json is up to date: npx tsx lib/spec/write-json-schema.ts', () => {
  expect(readFileSync(join(__dirname, '../../pipelines.schema.json'), 'utf8')).toBe(jsonSchemaText());
});

test('every key has a description for editors to show', () => {
  const schema = JSON.parse(jsonSchemaText()) as JsonSchema;
  expect(
    keysOf(schema, '')
      .filter(({ description }) => !description)
      .map(({ path }) => path),
  ).toEqual([]);
  expect(keysOf(schema, '').map(({ path }) => path)).toContain('.pipelines.*.service.network.vpc');
});

test('no key beyond the language’s is allowed', () => {
  const schema = JSON.parse(jsonSchemaText()) as JsonSchema;
  const open = objectsOf(schema).filter(
    ({ properties, additionalProperties }) => properties && additionalProperties !== false,
  );
  expect(open).toEqual([]);
});

function keysOf(schema: JsonSchema, path: string): { path: string; description: string | undefined }[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    { path: `${path}.${key}`, description: value.description },
    ...keysOf(value, `${path}.${key}`),
  ]);
  return [...own, ...parts(schema).flatMap(([step, part]) => keysOf(part, path + step))];
}

function parts({ additionalProperties, items, anyOf, oneOf }: JsonSchema): [string, JsonSchema][] {
  const options = [...(anyOf ?? []), ...(oneOf ?? [])].map((option): [string, JsonSchema] => ['', option]);
  const values: [string, JsonSchema][] =
    typeof additionalProperties === 'object' ? [['.*', additionalProperties]] : [];
  return [...options, ...values, ...(items ? [['[]', items] as [string, JsonSchema]] : [])];
}

function objectsOf(schema: JsonSchema): JsonSchema[] {
  const below = [...Object.values(schema.properties ?? {}), ...parts(schema).map(([, part]) => part)];
  return [schema, ...below.flatMap(objectsOf)];
}
