import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import { PhaseFailure } from '../run/failure';

/** A value of a buildspec with its position in the file. */
export interface YamlValue {
  readonly document: Document;
  readonly lines: LineCounter;
  /** The value's name in messages, for example `phases/build/commands`. */
  readonly path: string;
  readonly node: unknown;
  /** The value's key. @default - it has none, as in a list */
  readonly key?: unknown;
}

/** The error for a buildspec that breaks a rule, as CodeBuild reports it, with the line of the key. */
export function buildspecError({ key, node, lines }: YamlValue, rule: string): PhaseFailure {
  const offset = ((key ?? node) as Node | null)?.range?.[0];
  const line = offset === undefined ? '' : ` at line ${lines.linePos(offset).line}`;
  return new PhaseFailure('YAML_FILE_ERROR', `${rule}${line}`);
}

/** What CodeBuild can do and this machine cannot. */
export const unsupportedValue = (yaml: YamlValue, what: string, reason: string): PhaseFailure =>
  buildspecError(yaml, `${what} is not supported by the local CodeBuild: ${reason}`);

/**
 * The values of a mapping by key, in the file's order.
 * @throws PhaseFailure `YAML_FILE_ERROR` for another value
 */
export function entriesOf(yaml: YamlValue): Map<string, YamlValue> {
  const node = resolveAlias(yaml);
  if (isScalar(node) && node.value === null) return new Map();
  if (!isMap(node)) throw buildspecError(yaml, `Expected ${yaml.path || 'the buildspec'} to be a mapping`);
  return new Map(
    node.items.filter(isPair).map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : String(key);
      const found = { ...yaml, key, node: value, path: yaml.path ? `${yaml.path}/${name}` : name };
      return [name, found];
    }),
  );
}

/** @throws PhaseFailure `YAML_FILE_ERROR` for a key that is not among those allowed */
export function refuseUnknownKeys(
  entries: ReadonlyMap<string, YamlValue>,
  path: string,
  allowed: readonly string[],
): void {
  for (const [name, yaml] of entries) {
    if (allowed.includes(name)) continue;
    const where = path ? ` in ${path}` : '';
    throw buildspecError(yaml, `Unknown key ${name}${where}: expected one of ${allowed.join(', ')}`);
  }
}

/** @throws PhaseFailure `YAML_FILE_ERROR` for a list, a mapping or nothing */
export function stringOf(yaml: YamlValue): string {
  const node = resolveAlias(yaml);
  if (!isScalar(node) || node.value === null)
    throw buildspecError(yaml, `Expected ${yaml.path} to be of string type`);
  return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
}

/** Texts by key. @throws PhaseFailure `YAML_FILE_ERROR` */
export const stringMapOf = (yaml: YamlValue): Record<string, string> =>
  Object.fromEntries([...entriesOf(yaml)].map(([name, value]) => [name, stringOf(value)]));

/**
 * A list of texts; a single text is a list of one.
 * @param name what CodeBuild calls an item, for example `Commands`
 * @throws PhaseFailure `YAML_FILE_ERROR`
 */
export function stringListOf(yaml: YamlValue, name: string): string[] {
  const node = resolveAlias(yaml);
  if (isScalar(node) && node.value === null) return [];
  if (!isSeq(node)) return [stringOf(yaml)];
  return node.items.map((item, index) => {
    const found = { ...yaml, key: undefined, node: item };
    const value = resolveAlias(found);
    if (isScalar(value) && value.value !== null) return stringOf(found);
    const reason = isMap(value) ? 'found subkeys instead' : 'found no string';
    throw buildspecError(found, `Expected ${name}[${index}] to be of string type: ${reason}`);
  });
}

/** `yes` and `true`, `no` and `false`. @throws PhaseFailure `YAML_FILE_ERROR` */
export function yesOrNo(yaml: YamlValue): boolean {
  const text = stringOf(yaml).toLowerCase();
  if (text === 'yes' || text === 'true') return true;
  if (text === 'no' || text === 'false') return false;
  throw buildspecError(yaml, `Expected ${yaml.path} to be yes or no; got: ${text}`);
}

function resolveAlias(yaml: YamlValue): unknown {
  const { node, document } = yaml;
  if (!isAlias(node)) return node;
  const found = node.resolve(document);
  if (!found) throw buildspecError(yaml, `Unknown anchor *${node.source} of ${yaml.path}`);
  return found;
}
