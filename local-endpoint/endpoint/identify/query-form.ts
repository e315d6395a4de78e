type Tree = { [key: string]: Tree | string };

/**
 * The parameters of an awsQuery or ec2Query request as nested objects: `A.member.1.B` and `A.1.B` become lists,
 * `A.entry.1.key`/`value` maps. Every scalar stays a string, as a form has no types.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function parseQueryForm(form: URLSearchParams): Record<string, unknown> {
  const tree: Tree = Object.create(null) as Tree;
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') insert(tree, name.split('.'), value);
  }
  return Object.fromEntries(Object.entries(tree).map(([name, branch]) => [name, shape(branch)]));
}

/** The form that {@link parseQueryForm} parses to this input. */
export function formatQueryForm(action: string, version: string, input: object): URLSearchParams {
  const form = new URLSearchParams({ Action: action, Version: version });
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) value.forEach((item, index) => add(`${name}.member.${index + 1}`, item));
    else if (value instanceof Date) form.append(name, value.toISOString());
    else if (typeof value === 'object')
      Object.entries(value).forEach(([key, item]) => add(`${name}.${key}`, item));
    else form.append(name, scalar(value));
  };
  Object.entries(input).forEach(([key, item]) => add(key, item));
  return form;
}

const scalar = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function insert(tree: Tree, path: readonly string[], value: string): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const branch = tree[head];
  const next = typeof branch === 'object' ? branch : (Object.create(null) as Tree);
  tree[head] = next;
  insert(next, rest, value);
}

function shape(tree: Tree | string): unknown {
  if (typeof tree === 'string') return tree;
  const names = Object.keys(tree);
  const only = names.length === 1 ? tree[names[0] ?? ''] : undefined;
  if (names[0] === 'member' && typeof only === 'object' && isList(only)) return listOf(only);
  if (names[0] === 'entry' && typeof only === 'object' && isList(only)) return mapOf(listOf(only));
  if (isList(tree)) return listOf(tree);
  return Object.fromEntries(names.map((name) => [name, shape(tree[name] ?? '')]));
}

const isList = (tree: Tree): boolean => Object.keys(tree).every((name) => /^\d+$/.test(name));

const listOf = (tree: Tree): unknown[] =>
  Object.keys(tree)
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => shape(tree[name] ?? ''));

const mapOf = (entries: unknown[]): Record<string, unknown> =>
  Object.fromEntries((entries as { key: string; value: unknown }[]).map(({ key, value }) => [key, value]));
