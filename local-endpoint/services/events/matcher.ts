type Test = (actual: unknown) => boolean;

/** Whether one value satisfies one element of a pattern's array: a literal, or a comparison such as `{ prefix: 'v' }`. */
export function matchesValue(matcher: unknown, actual: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === actual;
  return compile(matcher as Record<string, unknown>)(actual);
}

/** What is wrong with an element of a pattern's array. @returns undefined for one that can be matched */
export function matcherError(matcher: unknown): string | undefined {
  if (typeof matcher !== 'object' || matcher === null) return undefined;
  try {
    compile(matcher as Record<string, unknown>);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
function compile(matcher: Record<string, unknown>): Test {
  const [name, argument, ...more] = Object.entries(matcher).flat();
  if (more.length > 0) throw new Error('Only one comparison is allowed in an object');
  switch (name) {
    case 'prefix':
      return affix(argument, (text, affixed) => text.startsWith(affixed));
    case 'suffix':
      return affix(argument, (text, affixed) => text.endsWith(affixed));
    case 'equals-ignore-case':
      return text(argument, (actual, expected) => actual.toLowerCase() === expected.toLowerCase());
    case 'wildcard':
      return text(argument, (actual, expected) => wildcard(expected).test(actual));
    case 'exists':
      if (typeof argument !== 'boolean') throw new Error('exists takes true or false');
      return (actual) => (actual !== undefined) === argument;
    case 'numeric':
      return numeric(argument);
    case 'anything-but':
      return anythingBut(argument);
    default:
      throw new Error(`Unrecognized match type ${String(name)}`);
  }
}

function affix(argument: unknown, compare: (text: string, affixed: string) => boolean): Test {
  const inner = (argument as Record<string, unknown> | null)?.['equals-ignore-case'];
  if (typeof inner === 'string')
    return text(inner, (actual, expected) => compare(actual.toLowerCase(), expected.toLowerCase()));
  return text(argument, compare);
}

function text(argument: unknown, compare: (actual: string, expected: string) => boolean): Test {
  if (typeof argument !== 'string') throw new Error(`A string is needed, got: ${JSON.stringify(argument)}`);
  return (actual) => typeof actual === 'string' && compare(actual, argument);
}

function wildcard(expected: string): RegExp {
  const escaped = expected.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
}

const COMPARISONS: Readonly<Record<string, (actual: number, limit: number) => boolean>> = {
  '=': (actual, limit) => actual === limit,
  '<': (actual, limit) => actual < limit,
  '<=': (actual, limit) => actual <= limit,
  '>': (actual, limit) => actual > limit,
  '>=': (actual, limit) => actual >= limit,
};

function numeric(argument: unknown): Test {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 !== 0)
    throw new Error('numeric takes pairs of a comparison and a number');
  const tests: ((actual: number) => boolean)[] = [];
  for (let index = 0; index < argument.length; index += 2) {
    const compare = COMPARISONS[String(argument[index])];
    const limit: unknown = argument[index + 1];
    if (!compare || typeof limit !== 'number')
      throw new Error('numeric takes pairs of a comparison and a number');
    tests.push((actual) => compare(actual, limit));
  }
  return (actual) => typeof actual === 'number' && tests.every((test) => test(actual));
}

function anythingBut(argument: unknown): Test {
  const excluded: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (excluded.length === 0) throw new Error('anything-but takes at least one value');
  const tests = excluded.flatMap((value) => exclusions(value));
  return (actual) => actual !== undefined && !tests.some((test) => test(actual));
}

/** `{ prefix: ['a', 'b'] }` excludes both; a literal excludes itself. */
function exclusions(value: unknown): Test[] {
  if (typeof value !== 'object' || value === null) return [(actual) => actual === value];
  const [name, argument] = Object.entries(value)[0] ?? [];
  if (!['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(String(name)))
    throw new Error(`Unsupported anything-but pattern ${String(name)}`);
  const choices: unknown[] = Array.isArray(argument) ? argument : [argument];
  return choices.map((choice) => compile({ [String(name)]: choice }));
}
