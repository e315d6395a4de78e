import { PackerFailure } from '../failure';

/** A piece of HCL with its place in the text. A template is a quoted text or a here document, with its parts. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'name' | 'number' | 'sign'; readonly text: string }
  | { readonly kind: 'newline' | 'end'; readonly text: '' }
  | { readonly kind: 'template'; readonly text: ''; readonly parts: readonly TemplatePart[] }
);

/** Literal text, or HCL between `${` and `}` that begins at `start`. */
export type TemplatePart = { readonly literal: string } | { readonly source: string; readonly start: number };

const NAME = /[A-Za-z_][\w-]*/y;
const NUMBER = /\d+(\.\d+)?/y;
const SIGN = /==|!=|<=|>=|&&|\|\||\.\.\.|=>|[-+*/%<>!?:=,.(){}[\]]/y;
const SPACE = /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\//y;
const HEREDOC = /<<(-?)([A-Za-z_]\w*)\r?\n/y;

/**
 * Splits HCL into tokens. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 * @param offset added to every place
 * @throws PackerFailure for a character that no token begins with
 */
export function tokensOf(source: string, offset = 0): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const start = at + offset;
    const space = match(SPACE);
    if (space) {
      at += space[0].length;
      continue;
    }
    if (source[at] === '\n') {
      tokens.push({ kind: 'newline', text: '', start, end: start + 1 });
      at += 1;
      continue;
    }
    if (source[at] === '"') {
      const { parts, end } = quoted(source, at + 1, offset);
      tokens.push({ kind: 'template', text: '', parts, start, end: end + offset });
      at = end;
      continue;
    }
    const heredoc = match(HEREDOC);
    if (heredoc) {
      const { parts, end } = hereDocument(source, at + heredoc[0].length, heredoc, offset);
      tokens.push({ kind: 'template', text: '', parts, start, end: end + offset });
      at = end;
      continue;
    }
    const [kind, found] = (
      [
        ['name', match(NAME)],
        ['number', match(NUMBER)],
        ['sign', match(SIGN)],
      ] as const
    ).find(([, one]) => one) ?? ['name', null];
    if (!found) throw new PackerFailure(`Invalid character in HCL: ${source.slice(at, at + 20)}`);
    at += found[0].length;
    tokens.push({ kind, text: found[0], start, end: at + offset });
  }
  const end = source.length + offset;
  return [...tokens, { kind: 'end', text: '', start: end, end }];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Reads from behind the quote. @returns the parts, and where the text behind the closing quote begins */
function quoted(source: string, begin: number, offset: number): { parts: TemplatePart[]; end: number } {
  const parts: TemplatePart[] = [];
  let literal = '';
  let at = begin;
  while (source[at] !== '"') {
    const character = source[at];
    if (character === undefined || character === '\n')
      throw new PackerFailure(`A text in HCL has no closing quote: ${source.slice(begin, begin + 40)}`);
    if (character === '\\') {
      literal += ESCAPES[source[at + 1] ?? ''] ?? '';
      at += 2;
    } else if (source.startsWith('$${', at)) {
      literal += '${';
      at += 3;
    } else if (source.startsWith('${', at)) {
      const end = closingBrace(source, at + 2);
      parts.push({ literal }, { source: source.slice(at + 2, end), start: at + 2 + offset });
      literal = '';
      at = end + 1;
    } else {
      literal += character;
      at += 1;
    }
  }
  return { parts: [...parts, { literal }], end: at + 1 };
}

/** A here document without its last line break; interpolation is read, escapes are not. */
function hereDocument(
  source: string,
  begin: number,
  [, indented, marker]: RegExpExecArray,
  offset: number,
): { parts: TemplatePart[]; end: number } {
  const closing = new RegExp(`^[ \\t]*${marker}[ \\t]*$`, 'm');
  const found = closing.exec(source.slice(begin));
  if (!found) throw new PackerFailure(`A here document has no closing line: ${marker}`);
  const lines = source.slice(begin, begin + found.index).split('\n');
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const cut = indented ? Math.min(...indents) : 0;
  const text = lines.map((line) => line.slice(cut)).join('\n');
  const parts: TemplatePart[] = [];
  let from = 0;
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', from)) {
    const end = closingBrace(text, at + 2);
    parts.push({ literal: text.slice(from, at) }, { source: text.slice(at + 2, end), start: begin + offset });
    from = end + 1;
  }
  return { parts: [...parts, { literal: text.slice(from) }], end: begin + found.index + found[0].length };
}

/** Where the brace is that closes an interpolation, which may have braces and quotes of its own. */
function closingBrace(source: string, begin: number): number {
  let depth = 0;
  for (let at = begin; at < source.length; at += 1) {
    if (source[at] === '"') at = quoted(source, at + 1, 0).end - 1;
    else if (source[at] === '{') depth += 1;
    else if (source[at] === '}' && depth-- === 0) return at;
  }
  throw new PackerFailure(`An interpolation has no closing brace: ${source.slice(begin, begin + 40)}`);
}
