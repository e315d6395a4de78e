import { Document, isScalar, type ParsedNode, visit } from 'yaml';

/** The comments of a YAML file. */
export interface YamlComments {
  /** Lines above everything. */
  readonly head: readonly string[];
  /** Lines above top-level keys, which are then separated by empty lines. @default - no such comments */
  readonly above?: Readonly<Record<string, string>>;
  /** Comments behind values, on their line. @default - no such comments */
  readonly behind?: Readonly<Record<string, string>>;
}

/**
 * A mapping as YAML with comments.
 * @param compat `yaml-1.1` quotes what a parser of that version would not take for text, such as `on`
 */
export function yamlText(
  content: object,
  { head, above, behind = {} }: YamlComments,
  compat?: 'yaml-1.1',
): string {
  const document = new Document<ParsedNode, true>(content, {
    aliasDuplicateObjects: false,
    ...(compat ? { compat } : {}),
  });
  document.commentBefore = comment(head.join('\n'));
  visit(document, {
    Pair: (index, { key }, path) => {
      if (!above || path.length > 2 || !isScalar(key)) return;
      key.spaceBefore = index !== 0;
      const text = above[String(key.value)];
      if (text) key.commentBefore = comment(text);
    },
    Scalar: (_, node) => {
      const text = behind[String(node.value)];
      if (text) node.comment = comment(text);
    },
  });
  return document.toString({ lineWidth: 0 });
}

const comment = (text: string): string => text.replace(/^(?=.)/gm, ' ');
