import ts from 'typescript';
import { ScaffoldError } from './skeleton';

interface NameRule {
  readonly pattern: RegExp;
  /** Continues "must be". */
  readonly rule: string;
}

const KEBAB_CASE: NameRule = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  rule: 'kebab-case: words of lower-case letters and digits with one hyphen between them, such as ecs-rolling',
};

const LOWER_CASE: NameRule = {
  pattern: /^[a-z][a-z0-9]*$/,
  rule: 'lower case, letters and digits, as in IAM actions, such as codebuild',
};

const PASCAL_CASE: NameRule = {
  pattern: /^[A-Z][A-Za-z0-9]*$/,
  rule: "PascalCase, as in AWS's API reference, such as ListWebhooks",
};

export const kebabCaseName = (what: string, name: string): string => checked(what, name, KEBAB_CASE);
export const lowerCaseName = (what: string, name: string): string => checked(what, name, LOWER_CASE);
export const pascalCaseName = (what: string, name: string): string => checked(what, name, PASCAL_CASE);

/** @throws ScaffoldError with the rule and the value where a name breaks the rule, or is a reserved word in code */
function checked(what: string, name: string, { pattern, rule }: NameRule): string {
  if (!pattern.test(name)) throw new ScaffoldError(`${what} must be ${rule}, got: ${name || 'none'}`);
  if (isReserved(camelCase(name)))
    throw new ScaffoldError(`${what} must not be a reserved word of TypeScript, got: ${name}`);
  return name;
}

function isReserved(identifier: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, undefined, identifier);
  const token = scanner.scan();
  return token >= ts.SyntaxKind.FirstReservedWord && token <= ts.SyntaxKind.LastFutureReservedWord;
}

/** `my-kind` and `MyKind` as `myKind`. */
export const camelCase = (name: string): string =>
  name
    .replace(/^[A-Z]/, (first) => first.toLowerCase())
    .replace(/-(.)/g, (_, next: string) => next.toUpperCase());

/** `my-kind` as `MyKind`. */
export const pascalCase = (kebab: string): string =>
  camelCase(kebab).replace(/^./, (first) => first.toUpperCase());

/** `my-function` as `MY_FUNCTION`. */
export const upperCase = (kebab: string): string => kebab.replaceAll('-', '_').toUpperCase();

/** `ListWebhooks` as `list-webhooks`. */
export const kebabCase = (pascal: string): string =>
  pascal
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
