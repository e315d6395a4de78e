import { buildFailure } from '../failure';
import { type Instruction, INSTRUCTIONS } from './instruction';

/** A line of a Dockerfile with its continuations. */
interface Joined {
  readonly text: string;
  readonly line: number;
}

/**
 * Parses a Dockerfile. https://docs.docker.com/reference/dockerfile/#format
 * @throws DockerFailure with BuildKit's message
 */
export function parseDockerfile(text: string): Instruction[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escape = escapeOf(lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const [joined, next] = join(lines, at, escape);
    at = next;
    if (joined.text.trim() === '') continue;
    const [documents, after] = documentsOf(joined, lines, at);
    at = after;
    instructions.push(instructionOf(joined, documents));
  }
  if (instructions.length === 0) throw buildFailure('file with no instructions');
  return instructions;
}

/** Directives are the first lines, comments of a special form. https://docs.docker.com/reference/dockerfile/#parser-directives */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name = '', value = ''] = /^#\s*(\w+)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (!name) return '\\';
    if (name.toLowerCase() === 'escape') return value;
  }
  return '\\';
}

function join(lines: readonly string[], start: number, escape: string): [Joined, number] {
  let text = '';
  let first: number | undefined;
  let at = start;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (/^\s*#/.test(line) || (text !== '' && line.trim() === '')) continue;
    first ??= at;
    const trimmed = line.trimEnd();
    if (!trimmed.endsWith(escape)) {
      text += line;
      at += 1;
      break;
    }
    text += trimmed.slice(0, -escape.length);
  }
  return [{ text, line: (first ?? start) + 1 }, at];
}

/** https://docs.docker.com/reference/dockerfile/#here-documents */
function documentsOf({ text, line }: Joined, lines: readonly string[], start: number): [string[], number] {
  if (!/^\s*(RUN|COPY|ADD)\b/i.test(text)) return [[], start];
  const documents: string[] = [];
  let at = start;
  for (const [, , quoted = '', name = quoted] of text.matchAll(/<<(-?)(?:["'](\w+)["']|(\w+))/g)) {
    const end = lines.findIndex((one, index) => index >= at && one.trim() === name);
    if (end < 0) throw buildFailure(`dockerfile parse error on line ${line}: unterminated heredoc`);
    documents.push(lines.slice(at, end).join('\n'));
    at = end + 1;
  }
  return [documents, at];
}

function instructionOf({ text, line }: Joined, documents: readonly string[]): Instruction {
  const [, keyword = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const name = keyword.toUpperCase();
  if (!INSTRUCTIONS.includes(name))
    throw buildFailure(`dockerfile parse error on line ${line}: unknown instruction: ${keyword}`);
  const flags: Record<string, string> = {};
  let left = rest.trim();
  for (let flag = FLAG.exec(left); flag; flag = FLAG.exec(left)) {
    flags[flag[1] ?? ''] = flag[2] ?? '';
    left = left.slice(flag[0].length);
  }
  if (left === '' && name !== 'MAINTAINER')
    throw buildFailure(`dockerfile parse error on line ${line}: ${name} requires at least one argument`);
  return { name, flags, text: left, documents, line };
}

const FLAG = /^--([a-z-]+)(?:=(\S*))?\s+/;
