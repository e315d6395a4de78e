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
import type { LocatedDiagnostic, SourcePosition } from './config-error';
import { type Path, printPath } from './path';

/** A YAML file that remembers the position of every value. */
export interface YamlFile {
  readonly file: string;
  /** The content as plain values; undefined where the file cannot be read as YAML. */
  readonly content: unknown;
  /** What is wrong with it as YAML. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /**
   * The diagnostic at a value, or at what is nearest to it where the value is missing.
   * @param part whether the key or the value is wrong @default - the value
   * @param hidden whether the value must not be shown @default false
   */
  readonly locate: (path: Path, rule: string, more?: More) => LocatedDiagnostic;
}

interface More {
  readonly part?: 'key' | 'value';
  readonly suggestion?: string;
  readonly hidden?: boolean;
}

/** Reads YAML 1.2 with anchors and merge keys. Never throws: what is wrong is in {@link YamlFile.diagnostics}. */
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
    syntaxDiagnostic(source, error.code, error.message, error.pos),
  );
  if (broken.length === 0) broken.push(...unknownAliases(source));
  const locate: YamlFile['locate'] = (path, rule, more) => diagnosticAt(source, path, rule, more);
  if (broken.length > 0) return { file, content: undefined, diagnostics: broken, locate };
  try {
    return { file, content: document.toJS(), diagnostics: keyDiagnostics(source), locate };
  } catch (error) {
    return {
      file,
      content: undefined,
      diagnostics: [{ file, path: '', rule: `is not YAML: ${(error as Error).message}` }],
      locate,
    };
  }
}

interface Source {
  readonly text: string;
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document;
}

/** After a tab in the indentation the rest reads as wrongly indented too, so that only the tabs are reported. */
function causes(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  return tabs.length > 0 ? tabs : errors;
}

function syntaxDiagnostic(
  source: Source,
  code: string,
  message: string,
  [from, to]: [number, number],
): LocatedDiagnostic {
  const position = positionOf(source, from, to);
  return {
    file: source.file,
    position,
    path: '',
    rule: syntaxRule(code, message, position.text, source.text[from]),
  };
}

function syntaxRule(code: string, message: string, line: string, at: string | undefined): string {
  if (code === 'TAB_AS_INDENT' || at === '\t') return 'is indented with a tab: YAML takes spaces only';
  if (code === 'MULTIPLE_DOCS') return 'starts a second YAML document: a config is one document, without ---';
  if (at === '*') return ASTERISK;
  if (/[:\s]\{environment\}\S/.test(line))
    return 'is not YAML: a text that starts with {environment} must be in quotes';
  return `is not YAML: ${lowerFirst(message)}`;
}

const ASTERISK = 'is not YAML: a text that starts with * must be in quotes';

/** YAML takes `*name` for what stands at `&name`. */
function unknownAliases(source: Source): LocatedDiagnostic[] {
  const diagnostics: LocatedDiagnostic[] = [];
  visit(source.document, {
    Alias(_, alias) {
      if (alias.resolve(source.document) || !alias.range) return;
      const position = positionOf(source, alias.range[0], alias.range[1]);
      const rule = `${ASTERISK}, and there is no anchor &${alias.source}`;
      diagnostics.push({ file: source.file, position, path: '', rule });
    },
  });
  return diagnostics;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function positionOf({ text, lines }: Source, from: number, to: number): SourcePosition {
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

function keyDiagnostics(source: Source): LocatedDiagnostic[] {
  const diagnostics: LocatedDiagnostic[] = [];
  visit(source.document, {
    Map(_, map, ancestors) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || !key.range) continue;
        const name = String(key.value);
        const [from, to] = key.range;
        const add = (rule: string): void => {
          const path = printPath([...pathOf(ancestors, map), name]);
          diagnostics.push({ file: source.file, position: positionOf(source, from, to), path, rule });
        };
        const first = seen.get(name);
        if (first !== undefined)
          add(`is given twice, first on line ${Math.max(1, source.lines.linePos(first).line)}`);
        if (name === '__proto__') add('cannot be used as a key');
        seen.set(name, first ?? from);
      }
    },
  });
  return diagnostics;
}

function pathOf(ancestors: readonly unknown[], map: unknown): Path {
  const chain = [...ancestors, map];
  return chain.flatMap((node, index): Path => {
    if (isPair(node) && isScalar(node.key)) return [String(node.key.value)];
    return isSeq(node) ? [node.items.indexOf(chain[index + 1])] : [];
  });
}

function diagnosticAt(source: Source, path: Path, rule: string, more: More = {}): LocatedDiagnostic {
  const found = find(source.document, path);
  const exact = found.depth === path.length;
  const node = (exact && more.part !== 'key' ? found.value : found.key) ?? found.value;
  const position = node?.range ? positionOf(source, node.range[0], node.range[1]) : undefined;
  const diagnostic = { file: source.file, path: printPath(path), rule, suggestion: more.suggestion };
  if (more.hidden) return { ...diagnostic, position: position && withoutValue(position) };
  const got = !exact ? undefined : more.part === 'key' ? String(path.at(-1)) : describe(source, found.value);
  return { ...diagnostic, position, got };
}

function withoutValue(position: SourcePosition): SourcePosition {
  const from = position.column - 1;
  const to = from + position.length;
  return {
    ...position,
    text: position.text.slice(0, from) + '*'.repeat(position.length) + position.text.slice(to),
  };
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
