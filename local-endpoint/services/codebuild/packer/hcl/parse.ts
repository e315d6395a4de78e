import { PackerFailure } from '../failure';
import { type Token, tokensOf } from './tokens';

/** What is between the braces of a block, or the whole of a file. */
export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

/** `name = value`, with its place in the text. */
export interface Attribute {
  readonly name: string;
  readonly value: Expression;
  readonly start: number;
  readonly end: number;
}

/** `type "label" { … }`, with its place in the text. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly start: number;
  /** Behind the opening brace. */
  readonly inside: number;
  readonly end: number;
}

/** The part of HCL's expressions that the stand-in works out. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

/** @throws PackerFailure where it is no HCL, or uses what the stand-in does not know */
export const parseHcl = (source: string): Body => new Parser(tokensOf(source)).file();

class Parser {
  private at = 0;
  /** Within brackets line breaks mean nothing. */
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  file(): Body {
    const body = this.body();
    this.require('end');
    return body;
  }

  expressionAlone(): Expression {
    this.depth += 1;
    const expression = this.expression();
    this.require('end');
    return expression;
  }

  private body(): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      this.skipLines();
      if (this.peek().kind !== 'name') return { attributes, blocks };
      const name = this.next();
      if (this.accept('=')) {
        const value = this.expression();
        attributes.push({ name: name.text, value, start: name.start, end: this.before() });
      } else blocks.push(this.block(name));
    }
  }

  private block(type: Token): Block {
    const labels: string[] = [];
    while (this.peek().text !== '{') {
      const label = this.next();
      if (label.kind === 'template')
        labels.push(label.parts.map((part) => ('literal' in part ? part.literal : '')).join(''));
      else if (label.kind === 'name') labels.push(label.text);
      else throw this.unexpected(label);
    }
    const inside = this.next().end;
    const depth = this.depth;
    this.depth = 0;
    const body = this.body();
    this.depth = depth;
    this.expect('}');
    return { type: type.text, labels, body, start: type.start, inside, end: this.before() };
  }

  private expression(): Expression {
    const condition = this.binary(0);
    if (!this.accept('?')) return condition;
    const yes = this.expression();
    this.expect(':');
    return { kind: 'choice', condition, yes, no: this.expression() };
  }

  private binary(level: number): Expression {
    const operators = OPERATORS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let operator = this.peek().text; operators.includes(operator); operator = this.peek().text) {
      this.next();
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
    return left;
  }

  private unary(): Expression {
    if (this.accept('!')) return { kind: 'not', of: this.unary() };
    if (this.accept('-')) return { kind: 'binary', operator: '-', left: ZERO, right: this.unary() };
    let expression = this.primary();
    for (;;) {
      if (this.accept('.')) {
        const key = this.next();
        expression = { kind: 'member', of: expression, key: { kind: 'literal', value: key.text } };
      } else if (this.peek().text === '[') {
        const key = this.within('[', ']', () => this.expression());
        expression = { kind: 'member', of: expression, key };
      } else return expression;
    }
  }

  private primary(): Expression {
    const token = this.peek();
    if (token.kind === 'template') {
      this.next();
      const parts = token.parts.map(
        (part): Expression =>
          'literal' in part
            ? { kind: 'literal', value: part.literal }
            : new Parser(tokensOf(part.source, part.start)).expressionAlone(),
      );
      return { kind: 'template', parts };
    }
    if (token.kind === 'number') return { kind: 'literal', value: Number(this.next().text) };
    if (token.kind === 'name') return this.named();
    if (token.text === '(') return this.within('(', ')', () => this.expression());
    if (token.text === '[')
      return { kind: 'list', items: this.within('[', ']', () => this.items(']', () => this.expression())) };
    if (token.text === '{')
      return { kind: 'object', entries: this.within('{', '}', () => this.items('}', () => this.entry())) };
    throw this.unexpected(token);
  }

  private named(): Expression {
    const { text: name } = this.next();
    if (name in LITERALS) return { kind: 'literal', value: LITERALS[name] as boolean | null };
    if (this.peek().text !== '(') return { kind: 'name', name };
    return {
      kind: 'call',
      name,
      args: this.within('(', ')', () => this.items(')', () => this.expression())),
    };
  }

  private entry(): readonly [Expression, Expression] {
    const key = this.peek();
    if (key.text === 'for') throw this.unexpected(key);
    const name: Expression =
      key.kind === 'name' ? { kind: 'literal', value: this.next().text } : this.primary();
    if (!this.accept('=')) this.expect(':');
    return [name, this.expression()];
  }

  private items<T>(closing: string, item: () => T): T[] {
    const items: T[] = [];
    while (this.peek().text !== closing) {
      if (this.peek().text === 'for') throw this.unexpected(this.peek());
      items.push(item());
      this.accept(',');
    }
    return items;
  }

  private within<T>(opening: string, closing: string, read: () => T): T {
    this.expect(opening);
    this.depth += 1;
    const value = read();
    const { text } = this.peek();
    this.depth -= 1;
    if (text !== closing) throw this.unexpected(this.peek());
    this.skipLinesTo(closing);
    return value;
  }

  private skipLinesTo(closing: string): void {
    this.skipLines();
    this.expect(closing);
  }

  private skipLines(): void {
    while (this.tokens[this.at]?.kind === 'newline') this.at += 1;
  }

  private peek(): Token {
    if (this.depth > 0) this.skipLines();
    return this.tokens[this.at] as Token;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  /** Where the token before this one ends. */
  private before(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  private accept(sign: string): boolean {
    const token = this.peek();
    const found = token.kind === 'sign' && token.text === sign;
    if (found) this.at += 1;
    return found;
  }

  private expect(sign: string): void {
    if (!this.accept(sign)) throw this.unexpected(this.peek());
  }

  private require(kind: Token['kind']): void {
    this.skipLines();
    if (this.peek().kind !== kind) throw this.unexpected(this.peek());
  }

  private unexpected({ kind, text, start }: Token): PackerFailure {
    return new PackerFailure(`packer (stand-in) cannot read this HCL: ${text || kind} at character ${start}`);
  }
}

const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** By precedence, the loosest first. */
const OPERATORS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const ZERO: Expression = { kind: 'literal', value: 0 };
