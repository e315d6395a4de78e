import { Document, isScalar, type ParsedNode, visit } from 'yaml';

/** What goes into a YAML file beside its content. */
export interface Remarks {
  /** Lines above everything. */
  readonly head: readonly string[];
  /** Lines above a key at the top. */
  readonly above: Readonly<Record<string, string>>;
  /** What stands behind a value on its line. @default {} */
  readonly behind?: Readonly<Record<string, string>>;
}

/**
 * A mapping as YAML, with comments, and empty lines between the keys at the top.
 * @param compat `yaml-1.1` quotes what a reader of that version would not take for text, such as `on`
 */
export function yamlText(
  content: object,
  { head, above, behind = {} }: Remarks,
  compat?: 'yaml-1.1',
): string {
  const document = new Document<ParsedNode, true>(content, {
    aliasDuplicateObjects: false,
    ...(compat ? { compat } : {}),
  });
  document.commentBefore = comment(head.join('\n'));
  visit(document, {
    Pair: (index, { key }, path) => {
      if (path.length > 2 || !isScalar(key)) return;
      key.spaceBefore = index !== 0;
      const text = above[String(key.value)];
      if (text) key.commentBefore = comment(text);
    },
    Scalar: (_, node) => {
      const text = behind[String(node.value)];
      if (text) node.comment = ` ${text}`;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const comment = (text: string): string => text.replace(/^(?=.)/gm, ' ');
