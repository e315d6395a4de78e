import { Document, type ParsedNode, visit } from 'yaml';
import { oneLine } from './notes';

/**
 * A compose file's content as YAML, quoted so that readers of YAML 1.1 take it for the same.
 * @param head lines above everything
 * @param behind what stands behind a value on its line
 */
export function yamlText(
  content: object,
  head: readonly string[],
  behind: Readonly<Record<string, string>>,
): string {
  const document = new Document<ParsedNode, true>(content, {
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
  });
  document.commentBefore = head.map((line) => ` ${oneLine(line)}`.trimEnd()).join('\n');
  visit(document, {
    Scalar: (_, node) => {
      const text = behind[String(node.value)];
      if (text) node.comment = ` ${oneLine(text)}`;
    },
  });
  return document.toString({ lineWidth: 0 });
}
