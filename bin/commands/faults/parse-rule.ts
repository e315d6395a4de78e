import type { LocatedDiagnostic } from '../../../lib/config/config-error';
import { nearest } from '../../../lib/config/suggest';
import { RULE_FORM, type RuleField, ruleLine, type WrittenRules } from './written-rule';

/** The fields that stand alone, in their order. */
const POSITIONAL = ['service', 'operation', 'fault'] as const;
const OPTIONS = { '--from': 'from', '--call': 'call', '--attempts': 'attempts', '--by': 'by' } as const;
const NAMES = Object.keys(OPTIONS) as (keyof typeof OPTIONS)[];

/** What messages call the place of a rule in one line. */
const PLACE = '--fault';

interface Word {
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

/** Reads a rule in one line: `ssm put-parameter --from shift-traffic --call 2 throttled`. */
export function parseRule(line: string): WrittenRules {
  const words = [...line.matchAll(/\S+/g)].map((found) => ({ text: found[0], column: found.index + 1 }));
  const fields = new Map<RuleField, Word>();
  const diagnostics: LocatedDiagnostic[] = [];
  const at = (word: Word, path: string, rule: string, suggestion?: string): LocatedDiagnostic => ({
    ...{ file: PLACE, path, rule, got: word.text, suggestion },
    position: { line: 1, column: word.column, length: word.text.length, text: line },
  });
  const set = (field: RuleField, word: Word) => {
    if (fields.has(field)) diagnostics.push(at(word, field, 'is given twice'));
    fields.set(field, word);
  };
  const left = [...words];
  for (let word = left.shift(); word; word = left.shift()) {
    if (word.text.startsWith('-')) {
      const [name = '', inline] = word.text.split(/=(.*)/s);
      const option = NAMES.find((each) => each === name);
      const value =
        inline === undefined ? left.shift() : { text: inline, column: word.column + name.length + 1 };
      if (!option) diagnostics.push(at(word, '', `must be one of ${NAMES.join(', ')}`, nearest(name, NAMES)));
      else if (!value?.text) diagnostics.push(at(word, '', 'must have a value after it'));
      else set(OPTIONS[option], value);
      continue;
    }
    const next = POSITIONAL.find((field) => !fields.has(field));
    if (next) set(next, word);
    else diagnostics.push(at(word, '', `is one word too many: a rule is ${RULE_FORM}`));
  }
  if (diagnostics.length > 0) return { rules: [], diagnostics };
  const values = Object.fromEntries([...fields].map(([field, { text }]) => [field, text]));
  const end: Word = { text: '', column: line.trimEnd().length + 1 };
  return {
    diagnostics,
    rules: [
      {
        text: ruleLine(values),
        values,
        locate: (field, rule, suggestion) => {
          const word = fields.get(field);
          if (word) return at(word, field, rule, suggestion);
          return { ...at(end, field, rule, suggestion), got: undefined };
        },
      },
    ],
  };
}
