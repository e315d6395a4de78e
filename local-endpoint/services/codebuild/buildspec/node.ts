import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import { PhaseFailure } from '../run/failure';

/** A value of a buildspec and where it stands in the file. */
export interface Place {
  readonly document: Document;
  readonly lines: LineCounter;
  /** How the value is called in messages, for example `phases/build/commands`. */
  readonly path: string;
  readonly node: unknown;
  /** The key that it stands under. @default - it has none */
  readonly key?: unknown;
}

/** A mistake in a buildspec, told as CodeBuild does, with the line of its key. */
export function mistake({ key, node, lines }: Place, rule: string): PhaseFailure {
  const offset = ((key ?? node) as Node | null)?.range?.[0];
  const line = offset === undefined ? '' : ` at line ${lines.linePos(offset).line}`;
  return new PhaseFailure('YAML_FILE_ERROR', `${rule}${line}`);
}

/**
 * The values of a mapping by key, in the file's order.
 * @throws PhaseFailure `YAML_FILE_ERROR` where it is none
 */
export function entriesOf(place: Place): Map<string, Place> {
  const node = resolved(place);
  if (isScalar(node) && node.value === null) return new Map();
  if (!isMap(node)) throw mistake(place, `Expected ${place.path || 'the buildspec'} to be a mapping`);
  return new Map(
    node.items.filter(isPair).map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : String(key);
      const found = { ...place, key, node: value, path: place.path ? `${place.path}/${name}` : name };
      return [name, found];
    }),
  );
}

/** @throws PhaseFailure `YAML_FILE_ERROR` for a key that is not among those allowed */
export function refuseUnknown(
  entries: ReadonlyMap<string, Place>,
  path: string,
  allowed: readonly string[],
): void {
  for (const [name, place] of entries) {
    if (allowed.includes(name)) continue;
    const where = path ? ` in ${path}` : '';
    throw mistake(place, `Unknown key ${name}${where}: expected one of ${allowed.join(', ')}`);
  }
}

/** @throws PhaseFailure `YAML_FILE_ERROR` where it is no single value */
export function textOf(place: Place): string {
  const node = resolved(place);
  if (!isScalar(node) || node.value === null)
    throw mistake(place, `Expected ${place.path} to be of string type`);
  return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
}

/** Texts by key. @throws PhaseFailure `YAML_FILE_ERROR` */
export const textsOf = (place: Place): Record<string, string> =>
  Object.fromEntries([...entriesOf(place)].map(([name, value]) => [name, textOf(value)]));

/**
 * A list of texts; a single text is a list of one.
 * @param name what CodeBuild calls an item, for example `Commands`
 * @throws PhaseFailure `YAML_FILE_ERROR`
 */
export function listOf(place: Place, name: string): string[] {
  const node = resolved(place);
  if (isScalar(node) && node.value === null) return [];
  if (!isSeq(node)) return [textOf(place)];
  return node.items.map((item, index) => {
    const found = { ...place, key: undefined, node: item };
    const value = resolved(found);
    if (isScalar(value) && value.value !== null) return textOf(found);
    const why = isMap(value) ? 'found subkeys instead' : 'found no string';
    throw mistake(found, `Expected ${name}[${index}] to be of string type: ${why}`);
  });
}

/** `yes` and `true`, `no` and `false`. @throws PhaseFailure `YAML_FILE_ERROR` */
export function truthOf(place: Place): boolean {
  const text = textOf(place).toLowerCase();
  if (text === 'yes' || text === 'true') return true;
  if (text === 'no' || text === 'false') return false;
  throw mistake(place, `Expected ${place.path} to be yes or no; got: ${text}`);
}

function resolved(place: Place): unknown {
  const { node, document } = place;
  if (!isAlias(node)) return node;
  const found = node.resolve(document);
  if (!found) throw mistake(place, `Unknown anchor *${node.source} of ${place.path}`);
  return found;
}
