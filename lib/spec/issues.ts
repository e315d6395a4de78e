import { z } from 'zod';
import { nearest } from './suggest';
import type { Path } from './yaml-file';

/** A rule that is broken at a place in the file. */
export interface Finding {
  readonly path: Path;
  readonly rule: string;
  /** Whether the key or the value is wrong. @default - the value */
  readonly part?: 'key' | 'value';
  readonly suggestion?: string;
  /** Whether the value must not be shown. @default false */
  readonly hidden?: boolean;
}

/**
 * Holds a value against a schema.
 * @returns the value with defaults, or all findings in our own words, with the nearest right word for a misspelt one
 */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { readonly value: z.output<Schema> } | { readonly findings: readonly Finding[] } {
  const result = schema.safeParse(value, { error: inOurWords });
  if (result.success) return { value: result.data };
  const findings = result.error.issues.flatMap((issue) => findingsOf(issue, value, schema, []));
  return { findings: withoutEchoes(findings) };
}

function inOurWords(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  if (input === undefined) return REQUIRED;
  if (input === null) return 'must not be empty';
  if (issue.code === 'invalid_type') return mustBe(issue.expected, input);
  if (issue.code === 'invalid_value') return `must be ${listing(issue.values.map(String))}`;
  if (issue.code === 'too_small') return `must ${sized(issue.origin, 'at least', issue.minimum)}`;
  if (issue.code === 'too_big') return `must ${sized(issue.origin, 'at most', issue.maximum)}`;
  return undefined;
}

const REQUIRED = 'is required';

function mustBe(expected: string, input: unknown): string {
  if (expected === 'string')
    return typeof input === 'object' ? 'must be text' : 'must be text: write it in quotes';
  return NAMES[expected] ?? `must be ${expected}`;
}

const NAMES: Readonly<Record<string, string>> = {
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be a mapping',
  record: 'must be a mapping',
};

function sized(origin: string, bound: string, size: number | bigint): string {
  if (origin === 'array') return `have ${bound} ${size} ${size === 1 ? 'entry' : 'entries'}`;
  if (origin === 'string') return `have ${bound} ${size} ${size === 1 ? 'character' : 'characters'}`;
  return `be ${bound} ${size.toLocaleString('en')}`;
}

function listing(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `one of ${words.join(', ')}`;
}

function findingsOf(issue: z.core.$ZodIssue, root: unknown, schema: z.core.$ZodType, above: Path): Finding[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, schema));
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ path, rule: message, part: 'key' }));
  if (issue.code !== 'invalid_union') {
    return [{ path, rule: issue.message, suggestion: nearest(textAt(root, path), wordsAt(schema, path)) }];
  }
  if (issue.discriminator !== undefined) {
    const unknown = unknownKind(path, root, issue);
    return [unknown, ...asMeant(unknown, root, schema)];
  }
  return closest(issue.errors).flatMap((inner) => findingsOf(inner, root, schema, path));
}

function unknownKey(key: string, path: Path, schema: z.core.$ZodType): Finding {
  const known = keysAt(schema, path);
  const rule = known.length > 0 ? `is no key here; keys are ${known.join(', ')}` : 'is no key here';
  return { path: [...path, key], rule, part: 'key', suggestion: nearest(key, known) };
}

function unknownKind(path: Path, root: unknown, issue: z.core.$ZodIssueInvalidUnion): Finding {
  const kinds = ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
  const kind = textAt(root, path);
  if (kind === '') return { path, rule: `${REQUIRED}: ${listing(kinds)}` };
  return { path, rule: `unknown kind; there is ${kinds.join(', ')}`, suggestion: nearest(kind, kinds) };
}

/** What else is wrong where a kind is misspelt, by the rules of the kind that was meant. */
function asMeant({ path, suggestion }: Finding, root: unknown, schema: z.core.$ZodType): Finding[] {
  const [above, key] = [path.slice(0, -1), String(path.at(-1))];
  const meant = schemasAt(schema, above).find((option) => wordsAt(option, [key]).includes(suggestion ?? ''));
  if (!(meant instanceof z.ZodType)) return [];
  const result = check(meant, { ...(valueAt(root, above) as object), [key]: suggestion });
  if (!('findings' in result)) return [];
  return result.findings.map((finding) => ({ ...finding, path: [...above, ...finding.path] }));
}

/** Of the alternatives the one that the value comes nearest to: wrong in the fewest places, and not as a whole. */
function closest(alternatives: readonly z.core.$ZodIssue[][]): readonly z.core.$ZodIssue[] {
  const cost = (issue: z.core.$ZodIssue) =>
    issue.path.length > 0
      ? 1
      : issue.code === 'invalid_type'
        ? 1000
        : issue.code === 'invalid_value'
          ? 500
          : 10;
  const total = (issues: readonly z.core.$ZodIssue[]) => issues.reduce((sum, issue) => sum + cost(issue), 0);
  return [...alternatives].sort((one, other) => total(one) - total(other))[0] ?? [];
}

function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  return [
    ...new Set(
      schemasAt(schema, path).flatMap((at) => (at instanceof z.ZodObject ? Object.keys(at.shape) : [])),
    ),
  ];
}

function wordsAt(schema: z.core.$ZodType, path: Path): string[] {
  return schemasAt(schema, path).flatMap((at) => {
    if (at instanceof z.ZodEnum || at instanceof z.ZodLiteral)
      return [...(at.def.type === 'enum' ? Object.values(at.def.entries) : at.def.values)].map(String);
    return (z.globalRegistry.get(at)?.examples as string[] | undefined) ?? [];
  });
}

/** Walks the schema as the path walks the value: what may stand there, without wrappers; `[]` where there is no way. */
function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  const inner = innerOf(schema);
  if (inner) return schemasAt(inner, path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => schemasAt(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  if (schema instanceof z.ZodArray) return typeof step === 'number' ? schemasAt(schema.element, rest) : [];
  if (schema instanceof z.ZodRecord) return schemasAt(schema.valueType, rest);
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return [];
  return schemasAt((schema.shape as Record<string | number, z.core.$ZodType>)[step] as z.core.$ZodType, rest);
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.in instanceof z.ZodTransform ? schema.out : schema.in;
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable;
  return isWrapper ? schema.def.innerType : undefined;
}

function textAt(root: unknown, path: Path): string {
  const value = valueAt(root, path);
  return typeof value === 'string' ? value : '';
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[key] : undefined,
    root,
  );
}

/** Where a key is misspelt, it is no news that the right one is missing. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const misspelt = findings.filter(({ part, suggestion }) => part === 'key' && suggestion);
  const within = new Set(misspelt.map(({ path }) => JSON.stringify(path.slice(0, -1))));
  const meant = new Set(
    misspelt.map(({ path, suggestion }) => JSON.stringify([...path.slice(0, -1), suggestion])),
  );
  return findings.filter((finding) => {
    const path = JSON.stringify(finding.path);
    const missing = finding.rule.startsWith(REQUIRED) && meant.has(path);
    return finding.part === 'key' || !(missing || within.has(path));
  });
}
