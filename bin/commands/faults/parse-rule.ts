import type { LocatedDiagnostic } from '../../../lib/config/config-error';
import { nearest } from '../../../lib/config/suggest';
import { type RuleField, ruleLine, type WrittenRules } from './written-rule';

/** The fields that stand alone, in their order. */
const POSITIONAL = ['service', 'operation', 'fault'] as const;
const OPTIONS = ['from', 'call', 'attempts', 'by'] as const;

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
  for (const words_ = [...words]; words_.length > 0; ) {
    const word = words_.shift();
    if (!word) break;
    if (word.text.startsWith('--')) {
      const [name = '', inline] = word.text.slice(2).split(/=(.*)/s);
      const option = OPTIONS.find((each) => each === name);
      const value =
        inline === undefined ? words_.shift() : { text: inline, column: word.column + name.length + 3 };
      if (!option)
        diagnostics.push(
          at(word, '', `must be one of ${OPTIONS.map((each) => `--${each}`).join(', ')}`, near(name)),
        );
      else if (!value || value.text === '') diagnostics.push(at(word, '', 'must have a value after it'));
      else set(option, value);
      continue;
    }
    const next = POSITIONAL.find((field) => !fields.has(field));
    if (next) set(next, word);
    else diagnostics.push(at(word, '', 'is one word too many: a rule is SERVICE OPERATION [OPTIONS] FAULT'));
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

function near(name: string): string | undefined {
  const option = nearest(name, OPTIONS);
  return option && `--${option}`;
}
