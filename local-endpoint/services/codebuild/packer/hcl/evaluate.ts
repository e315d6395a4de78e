import { unsupportedByPacker } from '../failure';
import type { Expression } from './parse';

/** A value of HCL. */
export type HclValue = string | number | boolean | null | readonly HclValue[] | HclObject;

export type HclObject = { readonly [key: string]: HclValue };

/** What names mean: `var`, `local`, `source`, an iterator. */
export type HclScope = Readonly<Record<string, HclValue>>;

/** @throws PackerFailure for a name or function that the stand-in does not know */
export function evaluate(expression: Expression, scope: HclScope): HclValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return template(expression.parts.map((part) => evaluate(part, scope)));
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'object':
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [textOf(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case 'name':
      return known(scope[expression.name], expression.name);
    case 'member':
      return member(expression, scope);
    case 'call':
      return call(
        expression.name,
        expression.args.map((argument) => evaluate(argument, scope)),
      );
    case 'not':
      return !evaluate(expression.of, scope);
    case 'binary':
      return binary(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case 'choice':
      return evaluate(evaluate(expression.condition, scope) ? expression.yes : expression.no, scope);
  }
}

/** As it appears in a text. */
export const textOf = (value: HclValue | undefined): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

export const isHclObject = (value: HclValue | undefined): value is HclObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A template of one part alone keeps that part's type. */
function template(values: readonly HclValue[]): HclValue {
  const parts = values.filter((value) => value !== '');
  return parts.length === 1 ? (parts[0] as HclValue) : parts.map(textOf).join('');
}

function member({ of, key }: Extract<Expression, { kind: 'member' }>, scope: HclScope): HclValue {
  const value = evaluate(of, scope);
  const name = evaluate(key, scope);
  if (Array.isArray(value)) return known(value[Number(name)] as HclValue | undefined, `[${textOf(name)}]`);
  return known(isHclObject(value) ? value[textOf(name)] : undefined, textOf(name));
}

function known(value: HclValue | undefined, name: string): HclValue {
  if (value === undefined) throw unsupportedByPacker(`the name ${name}`, 'nothing has it in this template');
  return value;
}

function binary(operator: string, left: HclValue, right: HclValue): HclValue {
  switch (operator) {
    case '||':
      return Boolean(left) || Boolean(right);
    case '&&':
      return Boolean(left) && Boolean(right);
    case '==':
      return JSON.stringify(left) === JSON.stringify(right);
    case '!=':
      return JSON.stringify(left) !== JSON.stringify(right);
    default:
      return arithmetic(operator, Number(left), Number(right));
  }
}

function arithmetic(operator: string, left: number, right: number): HclValue {
  const results: Readonly<Record<string, HclValue>> = {
    '<': left < right,
    '>': left > right,
    '<=': left <= right,
    '>=': left >= right,
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '%': left % right,
  };
  return known(results[operator], operator);
}

function call(name: string, args: readonly HclValue[]): HclValue {
  const work = FUNCTIONS[name];
  if (!work)
    throw unsupportedByPacker(`the function ${name}`, `it knows ${Object.keys(FUNCTIONS).join(', ')}`);
  return work(...args);
}

/** https://developer.hashicorp.com/packer/docs/templates/hcl_templates/functions */
const FUNCTIONS: Readonly<Record<string, (...args: HclValue[]) => HclValue>> = {
  coalesce: (...values) => values.find((value) => value !== null && value !== '') ?? null,
  concat: (...lists) => lists.flatMap((list) => (Array.isArray(list) ? (list as HclValue[]) : [list])),
  join: (separator, list) => (list as HclValue[]).map(textOf).join(textOf(separator)),
  jsondecode: (text) => JSON.parse(textOf(text)) as HclValue,
  jsonencode: (value) => JSON.stringify(value),
  length: (value) => (isHclObject(value) ? Object.keys(value).length : (value as string | HclValue[]).length),
  lower: (text) => textOf(text).toLowerCase(),
  merge: (...objects) =>
    Object.fromEntries(objects.flatMap((one) => (isHclObject(one) ? Object.entries(one) : []))),
  replace: (text, from, to) => textOf(text).replaceAll(textOf(from), textOf(to)),
  split: (separator, text) => textOf(text).split(textOf(separator)),
  timestamp: () => new Date().toISOString(),
  upper: (text) => textOf(text).toUpperCase(),
};
