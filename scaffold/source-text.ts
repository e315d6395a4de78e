import ts from 'typescript';

/** The nodes of a source text whose positions an insertion needs. */
export const parseSource = (text: string): ts.SourceFile =>
  ts.createSourceFile('source.ts', text, ts.ScriptTarget.ES2022, true);

/** Depth first, in the order of the text. */
export function findNode<Found extends ts.Node>(
  node: ts.Node,
  matches: (candidate: ts.Node) => candidate is Found,
): Found | undefined {
  if (matches(node)) return node;
  return ts.forEachChild(node, (child) => findNode(child, matches));
}

/**
 * The value of a variable.
 * @throws Error where the text declares none of the name
 */
export function valueOf(source: ts.SourceFile, variable: string): ts.Expression {
  const found = findNode(
    source,
    (node): node is ts.VariableDeclaration =>
      ts.isVariableDeclaration(node) && node.name.getText() === variable,
  );
  if (!found?.initializer) throw new Error(`the source must declare ${variable}`);
  return found.initializer;
}

/** A text with a member more in a list or mapping. @param index before which member @default - after the last */
export function withMember(
  text: string,
  list: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression | ts.NamedImports,
  member: string,
  index?: number,
): string {
  const members: ts.NodeArray<ts.Node> = ts.isObjectLiteralExpression(list) ? list.properties : list.elements;
  const next = index === undefined ? undefined : members[index];
  if (next) return spliced(text, next.getStart(), `${member}, `);
  const comma = members.length > 0 && !members.hasTrailingComma ? ', ' : '';
  return spliced(text, list.getEnd() - 1, `${comma}${member}`);
}

/** A text with an import more. @param index before which import @default - after the last */
export function withImport(text: string, line: string, index?: number): string {
  const imports = parseSource(text).statements.filter(ts.isImportDeclaration);
  const next = index === undefined ? undefined : imports[index];
  return next
    ? spliced(text, next.getStart(), `${line}\n`)
    : spliced(text, imports.at(-1)?.getEnd() ?? 0, `\n${line}`);
}

/** A text that imports names of a module, those that it does not import yet. */
export function withNamedImports(text: string, module: string, names: readonly string[]): string {
  const found = parseSource(text)
    .statements.filter(ts.isImportDeclaration)
    .find(({ moduleSpecifier }) => ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === module);
  const bindings = found?.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings))
    return withImport(text, `import { ${names.join(', ')} } from '${module}';`);
  const imported = bindings.elements.map(({ name }) => name.text);
  const missing = names.filter((name) => !imported.includes(name));
  return missing.length > 0 ? withMember(text, bindings, missing.join(', ')) : text;
}

const spliced = (text: string, position: number, inserted: string): string =>
  text.slice(0, position) + inserted + text.slice(position);
