import { z } from 'zod';
import type { Path } from './path';

/** The keys that a mapping may have there. @param root the value as a whole, whose `kind` selects the alternative */
export function keysAt(schema: z.core.$ZodType, path: Path, root: unknown): string[] {
  return [
    ...new Set(
      schemasAt(schema, path, root).flatMap((at) => (at instanceof z.ZodObject ? Object.keys(at.shape) : [])),
    ),
  ];
}

/** The values to choose from there, and examples. @param root the value as a whole */
export function choicesAt(schema: z.core.$ZodType, path: Path, root: unknown): string[] {
  return schemasAt(schema, path, root).flatMap((at) => {
    if (at instanceof z.ZodEnum || at instanceof z.ZodLiteral)
      return [...(at.def.type === 'enum' ? Object.values(at.def.entries) : at.def.values)].map(String);
    return (z.globalRegistry.get(at)?.examples as string[] | undefined) ?? [];
  });
}

/** Walks the schema as the path walks the value: what may stand there, without wrappers; `[]` where there is no way. */
export function schemasAt(schema: z.core.$ZodType, path: Path, value: unknown): z.core.$ZodType[] {
  const inner = innerOf(schema);
  if (inner) return schemasAt(inner, path, value);
  if (schema instanceof z.ZodUnion)
    return optionsFor(schema, value).flatMap((option) => schemasAt(option, path, value));
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  const next = valueAt(value, [step]);
  if (schema instanceof z.ZodArray)
    return typeof step === 'number' ? schemasAt(schema.element, rest, next) : [];
  if (schema instanceof z.ZodRecord) return schemasAt(schema.valueType, rest, next);
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return [];
  const field = (schema.shape as Record<string | number, z.core.$ZodType>)[step] as z.core.$ZodType;
  return schemasAt(field, rest, next);
}

/** Where a key selects one of several alternatives, the one that the value selects; otherwise all of them. */
function optionsFor(schema: z.ZodUnion, value: unknown): readonly z.core.$ZodType[] {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema.options;
  const { discriminator } = schema.def;
  const named = schema.options.filter((option) =>
    choicesAt(option, [discriminator], undefined).includes(textAt(value, [discriminator])),
  );
  return named.length > 0 ? named : schema.options;
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.in instanceof z.ZodTransform ? schema.out : schema.in;
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable;
  return isWrapper ? schema.def.innerType : undefined;
}

/** The text there; empty where there is none. */
export function textAt(root: unknown, path: Path): string {
  const value = valueAt(root, path);
  return typeof value === 'string' ? value : '';
}

/** The value there; undefined where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[key] : undefined,
    root,
  );
}
