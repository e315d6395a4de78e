import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaText } from '../../lib/config/json-schema';
import { KINDS } from '../../lib/kinds';

interface JsonSchema {
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

const WRITTEN = JSON.parse(jsonSchemaText(KINDS)) as JsonSchema;
const SHOWN = resolved(WRITTEN);

test('pipelines.schema.json is up to date: npm run schema', () => {
  expect(readFileSync(join(__dirname, '../../pipelines.schema.json'), 'utf8')).toBe(jsonSchemaText(KINDS));
});

test('every key has a description for editors to show', () => {
  const keys = keysOf(SHOWN, '');
  expect(keys.filter(({ schema }) => !schema.description).map(({ path }) => path)).toEqual([]);
  expect(keys.map(({ path }) => path)).toContain('.pipelines.*.service.network.vpc');
});

test('no key beyond the language’s is allowed', () => {
  const open = objectsOf(SHOWN).filter(
    ({ properties, additionalProperties }) => properties && additionalProperties !== false,
  );
  expect(open).toEqual([]);
});

test.each(['.pipelines.*', '.pipelines.*.environments.*'])(
  'values to choose from and what a key is for are shown under %s',
  (entry) => {
    const compute = keysOf(SHOWN, '').filter(({ path }) => path === `${entry}.build.compute`);
    expect(compute).toHaveLength(3);
    for (const { schema } of compute)
      expect(schema).toMatchObject({
        description: 'How large a machine the build runs on.',
        enum: ['small', 'medium', 'large', 'xlarge', '2xlarge'],
      });
  },
);

test('changing container or port of a rolling service is warned of where they are written', () => {
  const warned = keysOf(SHOWN, '').filter(({ schema }) =>
    schema.description?.includes('a placeholder answers 404'),
  );
  expect([...new Set(warned.map(({ path }) => path))]).toEqual(
    ['', '.environments.*'].flatMap((above) =>
      ['container', 'port'].map((key) => `.pipelines.*${above}.service.${key}`),
    ),
  );
});

test('what holds without a key is shown in the entry, and not where an environment differs', () => {
  const defaults = (path: string) =>
    keysOf(SHOWN, '')
      .filter((key) => key.path === path)
      .map(({ schema }) => schema.default);
  expect(defaults('.pipelines.*.build.timeout')).toEqual(['1h', '1h', '1h']);
  expect(defaults('.pipelines.*.environments.*.build.timeout')).toEqual([undefined, undefined, undefined]);
});

test('a part that stands in several places is written once', () => {
  const parts = [WRITTEN, ...Object.values(WRITTEN.$defs ?? {})]
    .flatMap(objectsOf)
    .map((part) => JSON.stringify(part))
    .filter((text) => text.length > 500);
  expect(parts.filter((text, index) => parts.indexOf(text) < index)).toEqual([]);
});

test('beside a reference is only what is particular to it there', () => {
  const beside = [WRITTEN, ...Object.values(WRITTEN.$defs ?? {})]
    .flatMap(objectsOf)
    .filter(({ $ref }) => $ref)
    .flatMap((reference) => Object.keys(reference));
  expect([...new Set(beside)].sort()).toEqual(['$ref', 'default', 'description']);
});

test('every definition is referred to by its name', () => {
  const referred = JSON.stringify(WRITTEN);
  const unused = Object.keys(WRITTEN.$defs ?? {}).filter((name) => !referred.includes(`"#/$defs/${name}"`));
  expect(unused).toEqual([]);
  expect(Object.keys(WRITTEN.$defs ?? {})).toEqual(
    expect.arrayContaining(['GitSource', 'Build', 'BuildVariation']),
  );
});

/** As editors read it: each reference by what it refers to, except for the keywords beside it. */
function resolved(schema: JsonSchema): JsonSchema {
  const { $ref, ...beside } = schema;
  if ($ref !== undefined) return resolved({ ...WRITTEN.$defs?.[$ref.replace('#/$defs/', '')], ...beside });
  const { properties, additionalProperties, items, anyOf, oneOf } = beside;
  return {
    ...beside,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, resolved(value)]),
      ),
    }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: resolved(additionalProperties) }),
    ...(items && { items: resolved(items) }),
    ...(anyOf && { anyOf: anyOf.map(resolved) }),
    ...(oneOf && { oneOf: oneOf.map(resolved) }),
  };
}

function keysOf(schema: JsonSchema, path: string): { path: string; schema: JsonSchema }[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => [
    { path: `${path}.${key}`, schema: value },
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
