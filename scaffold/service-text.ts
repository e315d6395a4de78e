import ts from 'typescript';
import { camelCase } from './names';
import { findNode, parseSource, valueOf, withImport, withMember, withNamedImports } from './source-text';

/** A `service.ts` with an operation more. @param file the operation's file, without its ending */
export function withOperation(text: string, name: string, file: string): string {
  const imported = `import { ${camelCase(name)} } from './operations/${file}';`;
  return withImport(withEntry(text, `${name}: ${camelCase(name)}()`), imported, beforePermissions(text));
}

/** An entry more of `operations`, which a service without operations is given, and a service without parts too. */
function withEntry(text: string, entry: string): string {
  const source = parseSource(text);
  const operations = operationsOf(source);
  if (operations) return withMember(text, operations, entry);
  const parts = partsOf(source);
  if (parts) return withMember(text, parts, `operations: { ${entry} }`);
  const service = findNode(source, isServiceLiteral);
  if (!service) throw new Error('service.ts must have the mapping of its service');
  return withMember(text, service, `create: () => ({ operations: { ${entry} } })`);
}

/** The mapping of operations: beside its key, in a variable of that name, or as the argument of a call. */
function operationsOf(source: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const named = findNode(
    source,
    (node): node is ts.PropertyAssignment | ts.VariableDeclaration =>
      (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
      node.name.getText() === 'operations',
  );
  return named?.initializer && findNode(named.initializer, ts.isObjectLiteralExpression);
}

/** What `create` returns. */
function partsOf(source: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const create = findNode(
    source,
    (node): node is ts.PropertyAssignment | ts.MethodDeclaration =>
      (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) && node.name.getText() === 'create',
  );
  if (!create) return undefined;
  const returned = findNode(create, (node): node is ts.ReturnStatement => ts.isReturnStatement(node));
  return ts.isMethodDeclaration(create)
    ? returned && findNode(returned, ts.isObjectLiteralExpression)
    : findNode(create.initializer, ts.isObjectLiteralExpression);
}

function isServiceLiteral(node: ts.Node): node is ts.ObjectLiteralExpression {
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(({ name }) => name !== undefined && name.getText() === 'otherwise')
  );
}

/** The import of the permissions, before which those of operations are. */
function beforePermissions(text: string): number | undefined {
  const index = parseSource(text)
    .statements.filter(ts.isImportDeclaration)
    .findIndex(({ moduleSpecifier }) => moduleSpecifier.getText() === "'./permissions'");
  return index < 0 ? undefined : index;
}

/** A `service.ts` that takes its permissions from a file of its own, where it had none. */
export const withPermissionsFile = (text: string): string =>
  withImport(text.replace('permissions: {}', 'permissions'), "import { permissions } from './permissions';");

/** A `permissions.ts` with the rule of an operation, on any resource, where it has none yet. */
export function withPermission(text: string, operation: string): string {
  if (new RegExp(`\\b${operation}\\b`).test(text)) return text;
  const rules = valueOf(parseSource(text), 'permissions');
  if (!ts.isObjectLiteralExpression(rules)) throw new Error('permissions must be a mapping');
  const rule = `${operation}: requires(anyResource)`;
  return withNamedImports(withMember(text, rules, rule), '../../kit/permissions', [
    'anyResource',
    'requires',
  ]);
}
