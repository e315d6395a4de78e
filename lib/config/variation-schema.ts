import { z } from 'zod';

/**
 * The same object with every key optional, at any depth, and no defaults: what may be laid over a complete one.
 * Rules that span several keys are left to the merged whole.
 * @param descriptions help for editors in place of a key's own @default - as in the complete object
 */
export function variationSchema(
  schema: z.ZodObject,
  descriptions: Readonly<Record<string, string>> = {},
): z.ZodObject<Record<string, z.ZodType>, z.core.$strict> {
  const shape = Object.entries<z.core.$ZodType>(schema.shape).map(([key, value]) => {
    const description = descriptions[key] ?? descriptionOf(value);
    const optional = loosen(value).optional();
    return [key, description === undefined ? optional : optional.describe(description)] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

/**
 * Marks what a variation replaces whole, never key by key: there it keeps its defaults and what it requires.
 * @param schema one with an `id`
 */
export function replacedWhole<Schema extends z.ZodType>(schema: Schema): Schema {
  whole.add(schema);
  return schema;
}

const whole = new WeakSet<z.core.$ZodType>();

/** What the editors' JSON Schema names is loosened once, so that it is in there once. */
const loosened = new WeakMap<z.core.$ZodType, z.ZodType>();

function loosen(schema: z.core.$ZodType): z.ZodType {
  const named = namedIn(schema);
  if (!named) return loose(schema);
  if (whole.has(named)) return schema as z.ZodType;
  const known = loosened.get(named) ?? renamed(loose(named), named);
  loosened.set(named, known);
  return known;
}

/** The schema itself where it is named, or the one that it only describes otherwise. */
function namedIn(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const candidates = [schema, schema._zod.parent];
  return candidates.find((candidate) => candidate && idOf(candidate) !== undefined);
}

function renamed(made: z.ZodType, named: z.core.$ZodType): z.ZodType {
  return made === named ? made : made.meta({ id: `${idOf(named)}Variation` });
}

function idOf(schema: z.core.$ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.id;
}

function loose(schema: z.core.$ZodType): z.ZodType {
  const inner = wrapped(schema);
  if (inner) return loosen(inner);
  if (schema instanceof z.ZodObject) return variationSchema(schema);
  if (schema instanceof z.ZodRecord) return z.record(schema.keyType, described(schema.valueType));
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map(described));
  if (schema instanceof z.ZodPipe) {
    const input = schema.in instanceof z.ZodTransform ? schema.out : schema.in;
    return isComposed(input) ? loosen(input) : schema;
  }
  return schema as z.ZodType;
}

function described(schema: z.core.$ZodType): z.ZodType {
  const description = descriptionOf(schema);
  const optional = loosen(schema);
  return description === undefined ? optional : optional.describe(description);
}

/** Whether a value of the schema may be a mapping, of which a variation may have some keys only. */
export function hasKeys(schema: z.core.$ZodType): boolean {
  const inner = wrapped(schema);
  if (inner) return hasKeys(inner);
  if (schema instanceof z.ZodUnion) return schema.options.some(hasKeys);
  if (schema instanceof z.ZodPipe)
    return hasKeys(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord;
}

function isComposed(schema: z.core.$ZodType): boolean {
  const kinds = [z.ZodObject, z.ZodRecord, z.ZodUnion, z.ZodPipe];
  return kinds.some((kind) => schema instanceof kind);
}

function wrapped(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault;
  return isWrapper ? schema.def.innerType : undefined;
}

function descriptionOf(schema: z.core.$ZodType): string | undefined {
  const inner = wrapped(schema);
  return z.globalRegistry.get(schema)?.description ?? (inner && descriptionOf(inner));
}
