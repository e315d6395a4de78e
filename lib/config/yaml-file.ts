import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
  visit,
} from 'yaml';
import type { Place, Problem } from './config-error';

/** Keys and list positions from the root of the file to a value. */
export type Path = readonly (string | number)[];

/** A YAML file that remembers where everything stands. */
export interface YamlFile {
  readonly file: string;
  /** The content as plain values; undefined where the file cannot be read as YAML. */
  readonly content: unknown;
  /** What is wrong with it as YAML. */
  readonly problems: readonly Problem[];
  /**
   * A problem at a value, or at what is nearest to it where the value is missing.
   * @param part whether the key or the value is wrong @default - the value
   * @param hidden whether the value must not be shown @default false
   */
  readonly problem: (path: Path, rule: string, more?: More) => Problem;
}

interface More {
  readonly part?: 'key' | 'value';
  readonly suggestion?: string;
  readonly hidden?: boolean;
}

/** Reads YAML 1.2 with anchors and merge keys. Never throws: what is wrong is in {@link YamlFile.problems}. */
export function readYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    merge: true,
  });
  const source: Source = { text, file, lines, document };
  const broken = causes([...document.errors, ...document.warnings]).map((error) =>
    syntaxProblem(source, error.code, error.message, error.pos),
  );
  if (broken.length === 0) broken.push(...unknownAliases(source));
  const problem: YamlFile['problem'] = (path, rule, more) => problemAt(source, path, rule, more);
  if (broken.length > 0) return { file, content: undefined, problems: broken, problem };
  try {
    return { file, content: document.toJS(), problems: keyProblems(source), problem };
  } catch (error) {
    return {
      file,
      content: undefined,
      problems: [{ file, path: '', rule: `is not YAML: ${(error as Error).message}` }],
      problem,
    };
  }
}

/** `pipelines.storefront.source.images[1].tag`; a key that is no plain word is quoted. */
export function printPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text ? `${text}.${key}` : key;
  }, '');
}

interface Source {
  readonly text: string;
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document;
}

/** After a tab in the indentation the rest reads as wrongly indented too, which is no news. */
function causes(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  return tabs.length > 0 ? tabs : errors;
}

function syntaxProblem(source: Source, code: string, message: string, [from, to]: [number, number]): Problem {
  const place = placeOf(source, from, to);
  return {
    file: source.file,
    place,
    path: '',
    rule: syntaxRule(code, message, place.text, source.text[from]),
  };
}

function syntaxRule(code: string, message: string, line: string, at: string | undefined): string {
  if (code === 'TAB_AS_INDENT' || at === '\t') return 'is indented with a tab: YAML takes spaces only';
  if (code === 'MULTIPLE_DOCS') return 'starts a second YAML document: a spec is one document, without ---';
  if (at === '*') return ASTERISK;
  if (/[:\s]\{environment\}\S/.test(line))
    return 'is not YAML: a text that starts with {environment} must be in quotes';
  return `is not YAML: ${lowerFirst(message)}`;
}

const ASTERISK = 'is not YAML: a text that starts with * must be in quotes';

/** YAML takes `*name` for what stands at `&name`. */
function unknownAliases(source: Source): Problem[] {
  const problems: Problem[] = [];
  visit(source.document, {
    Alias(_, alias) {
      if (alias.resolve(source.document) || !alias.range) return;
      const place = placeOf(source, alias.range[0], alias.range[1]);
      const rule = `${ASTERISK}, and there is no anchor &${alias.source}`;
      problems.push({ file: source.file, place, path: '', rule });
    },
  });
  return problems;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function placeOf({ text, lines }: Source, from: number, to: number): Place {
  const { line, col } = lines.linePos(Math.min(from, text.length));
  const start = lines.lineStarts[line - 1] ?? 0;
  const lineText = text.slice(start).split(/\r?\n/, 1)[0] ?? '';
  return {
    line: Math.max(1, line),
    column: Math.max(1, col),
    length: Math.max(1, Math.min(to - from, lineText.length - col + 1)),
    text: lineText,
  };
}

function keyProblems(source: Source): Problem[] {
  const problems: Problem[] = [];
  visit(source.document, {
    Map(_, map, ancestors) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || !key.range) continue;
        const name = String(key.value);
        const place = placeOf(source, key.range[0], key.range[1]);
        const path = printPath([...pathOf(ancestors, map), name]);
        const first = seen.get(name);
        if (first !== undefined)
          problems.push({ file: source.file, place, path, rule: `is given twice, first on line ${first}` });
        if (name === '__proto__')
          problems.push({ file: source.file, place, path, rule: 'cannot be used as a key' });
        seen.set(name, first ?? place.line);
      }
    },
  });
  return problems;
}

function pathOf(ancestors: readonly unknown[], map: unknown): Path {
  const chain = [...ancestors, map];
  return chain.flatMap((node, index): Path => {
    if (isPair(node) && isScalar(node.key)) return [String(node.key.value)];
    return isSeq(node) ? [node.items.indexOf(chain[index + 1])] : [];
  });
}

function problemAt(source: Source, path: Path, rule: string, more: More = {}): Problem {
  const found = find(source.document, path);
  const exact = found.depth === path.length;
  const node = (exact && more.part !== 'key' ? found.value : found.key) ?? found.value;
  const place = node?.range ? placeOf(source, node.range[0], node.range[1]) : undefined;
  const problem = { file: source.file, path: printPath(path), rule, suggestion: more.suggestion };
  if (more.hidden) return { ...problem, place: place && withoutValue(place) };
  const got = !exact ? undefined : more.part === 'key' ? String(path.at(-1)) : describe(source, found.value);
  return { ...problem, place, got };
}

function withoutValue(place: Place): Place {
  const from = place.column - 1;
  const to = from + place.length;
  return { ...place, text: place.text.slice(0, from) + '*'.repeat(place.length) + place.text.slice(to) };
}

interface Found {
  readonly depth: number;
  readonly key: Node | null;
  readonly value: Node | null;
}

/** As far along the path as the file goes. */
function find(document: Document, path: Path): Found {
  let found: Found = { depth: 0, key: null, value: document.contents };
  for (const step of path) {
    const node = isAlias(found.value) ? (found.value.resolve(document) ?? null) : found.value;
    const next = child(node, step);
    if (!next) break;
    found = { depth: found.depth + 1, key: next.key ?? found.key, value: next.value };
  }
  return found;
}

function child(node: unknown, step: string | number): Pick<Found, 'key' | 'value'> | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { key: item as Node, value: item as Node };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === String(step));
  return pair && { key: pair.key as Node, value: pair.value as Node | null };
}

function describe(source: Source, value: Node | null): string {
  const node = isAlias(value) ? value.resolve(source.document) : value;
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return `a list of ${node.items.length}`;
  if (!isScalar(node) || node.value === null) return 'nothing';
  const text = node.source ?? JSON.stringify(node.value);
  return text === '' ? '""' : text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
