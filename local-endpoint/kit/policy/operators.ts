import { fromLiteral, matchesArn, matchesWildcard } from './wildcard';

/** Whether a value of the request fits a value of the policy. */
type Comparison = (expected: string, actual: string) => boolean;

const number =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (expected, actual) =>
    compare(Number(actual), Number(expected));

/** Dates are ISO 8601 or epoch seconds. */
const date =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (expected, actual) =>
    compare(seconds(actual), seconds(expected));

const seconds = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000);

const same: Comparison = (expected, actual) => fromLiteral(expected) === actual;
const sameIgnoringCase: Comparison = (expected, actual) =>
  fromLiteral(expected).toLowerCase() === actual.toLowerCase();

/** The comparisons without their `Not`, `IfExists` and set forms. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  stringequals: same,
  stringequalsignorecase: sameIgnoringCase,
  stringlike: matchesWildcard,
  arnequals: matchesArn, // AWS treats both alike
  arnlike: matchesArn,
  bool: sameIgnoringCase,
  binaryequals: same,
  ipaddress: inRange,
  numericequals: number((a, b) => a === b),
  numericlessthan: number((a, b) => a < b),
  numericlessthanequals: number((a, b) => a <= b),
  numericgreaterthan: number((a, b) => a > b),
  numericgreaterthanequals: number((a, b) => a >= b),
  dateequals: date((a, b) => a === b),
  datelessthan: date((a, b) => a < b),
  datelessthanequals: date((a, b) => a <= b),
  dategreaterthan: date((a, b) => a > b),
  dategreaterthanequals: date((a, b) => a >= b),
};

/** An operator of a condition block, parsed. */
export interface Operator {
  readonly compare: Comparison;
  /** Whether it holds when nothing fits, as `StringNotEquals` does. */
  readonly negated: boolean;
  /** Whether it holds for a key the request lacks. */
  readonly ifExists: boolean;
  readonly set?: 'any' | 'all';
}

/** @returns undefined for an operator that IAM does not have either */
export function parseOperator(name: string): Operator | undefined {
  const match = /^(?:for(any|all)values?:)?(.+?)(ifexists)?$/.exec(name.toLowerCase());
  const [, set, base = '', ifExists] = match ?? [];
  const positive = base.replace(/^(string|arn|numeric|date)not/, '$1').replace(/^notipaddress$/, 'ipaddress');
  const compare = COMPARISONS[positive];
  if (!compare) return undefined;
  const isSet = set === 'any' || set === 'all';
  return { compare, negated: positive !== base, ifExists: ifExists !== undefined, ...(isSet ? { set } : {}) };
}

/** IPv4 in CIDR notation. */
function inRange(range: string, address: string): boolean {
  const [network = '', bits = '32'] = range.split('/');
  const shift = 2 ** (32 - Number(bits));
  return Math.floor(ipv4(address) / shift) === Math.floor(ipv4(network) / shift);
}

const ipv4 = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
