import { z } from 'zod';
import { schemaMessage, choices, MAPPING, REQUIRED } from './schema-messages';
import { keysAt, schemasAt, textAt, valueAt, choicesAt } from './schema-lookup';
import { nearest } from './suggest';
import type { Diagnostic } from './diagnostic';
import type { Path } from './path';

/**
 * Validates a value.
 * @returns the value with defaults, or everything that is wrong, with the nearest right word for a misspelt one
 */
export function applySchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { readonly value: z.output<Schema> } | { readonly diagnostics: readonly Diagnostic[] } {
  const result = schema.safeParse(value, { error: schemaMessage, jitless: true });
  if (result.success) return { value: result.data };
  const diagnostics = withoutSizes(result.error.issues).flatMap((issue) =>
    diagnosticsOf(issue, value, schema, []),
  );
  return { diagnostics: withoutEchoes(diagnostics) };
}

function diagnosticsOf(
  issue: z.core.$ZodIssue,
  root: unknown,
  schema: z.core.$ZodType,
  above: Path,
): Diagnostic[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, root, schema));
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ path, rule: message, part: 'key' }));
  if (issue.code !== 'invalid_union') {
    const suggestion = nearest(textAt(root, path), choicesAt(schema, path, root));
    return [{ path, rule: ruleOf(issue, keysAt(schema, path, root)), suggestion }];
  }
  if (issue.discriminator !== undefined) {
    const unknown = unknownKind(path, root, issue);
    return [unknown, ...asMeant(unknown, root, schema)];
  }
  const alternatives = issue.errors.map(withoutSizes);
  if (alternatives.every(isOfTheWhole)) {
    const rules = alternatives.flat().map((each) => ruleOf(each, keysAt(schema, path, root)));
    return [{ path, rule: [...new Set(rules)].join(', or ').replaceAll(', or must be', ', or') }];
  }
  return closest(alternatives).flatMap((inner) => diagnosticsOf(inner, root, schema, path));
}

/** Where a mapping should be, which keys it has. */
function ruleOf({ message }: z.core.$ZodIssue, keys: readonly string[]): string {
  return message === MAPPING && keys.length > 0 ? `${message} with ${keys.join(', ')}` : message;
}

/** Whether a value is only of the wrong type. */
function isOfTheWhole([issue, ...others]: readonly z.core.$ZodIssue[]): boolean {
  return issue?.code === 'invalid_type' && issue.path.length === 0 && others.length === 0;
}

/** The length of a text is not worth a diagnostic where a list should be. */
function withoutSizes(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const mistyped = issues.filter(({ code }) => code === 'invalid_type').map(({ path }) => path.join());
  return issues.filter(
    ({ code, path }) => !(code === 'too_big' || code === 'too_small') || !mistyped.includes(path.join()),
  );
}

function unknownKey(key: string, path: Path, root: unknown, schema: z.core.$ZodType): Diagnostic {
  const known = keysAt(schema, path, root);
  const rule = known.length > 0 ? `is no key here; keys are ${known.join(', ')}` : 'is no key here';
  return { path: [...path, key], rule, part: 'key', suggestion: nearest(key, known) };
}

function unknownKind(path: Path, root: unknown, issue: z.core.$ZodIssueInvalidUnion): Diagnostic {
  const kinds = ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
  const kind = textAt(root, path);
  if (kind === '') return { path, rule: `${REQUIRED}: ${choices(kinds)}` };
  return { path, rule: `unknown kind; there is ${kinds.join(', ')}`, suggestion: nearest(kind, kinds) };
}

/** What else is wrong where a kind is misspelt, by the rules of the kind that was meant. */
function asMeant({ path, suggestion }: Diagnostic, root: unknown, schema: z.core.$ZodType): Diagnostic[] {
  const [above, key] = [path.slice(0, -1), String(path.at(-1))];
  const meant = schemasAt(schema, above, root).find((option) =>
    choicesAt(option, [key], undefined).includes(suggestion ?? ''),
  );
  if (!(meant instanceof z.ZodType)) return [];
  const result = applySchema(meant, { ...(valueAt(root, above) as object), [key]: suggestion });
  if (!('diagnostics' in result)) return [];
  return result.diagnostics.map((each) => ({ ...each, path: [...above, ...each.path] }));
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

/** Where a key is misspelt, that the right one is missing is not worth a diagnostic of its own. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const misspelt = diagnostics.filter(({ part, suggestion }) => part === 'key' && suggestion);
  const within = new Set(misspelt.map(({ path }) => JSON.stringify(path.slice(0, -1))));
  const meant = new Set(
    misspelt.map(({ path, suggestion }) => JSON.stringify([...path.slice(0, -1), suggestion])),
  );
  return diagnostics.filter((each) => {
    const path = JSON.stringify(each.path);
    const missing = each.rule.startsWith(REQUIRED) && meant.has(path);
    return each.part === 'key' || !(missing || within.has(path));
  });
}
