import { readFileSync } from 'node:fs';
import type { LocatedDiagnostic } from '../../../lib/config/config-error';
import { nearest } from '../../../lib/config/suggest';
import { readYaml, type YamlFile } from '../../../lib/config/yaml-file';
import {
  RULE_FIELDS,
  RULE_FORM,
  ruleLine,
  type RuleField,
  type WrittenRule,
  type WrittenRules,
} from './written-rule';

/** Reads a YAML file with a list of rules; each is a mapping of {@link RULE_FIELDS}. */
export function readRuleFile(file: string): WrittenRules {
  const text = textOf(file);
  if (text === undefined) {
    const rule = `must be a rule of several words, ${RULE_FORM}, or a file of rules`;
    return {
      rules: [],
      diagnostics: [{ file: '--fault', path: '', rule, got: `${file}, which cannot be read` }],
    };
  }
  const yaml = readYaml(text, file);
  if (yaml.diagnostics.length > 0) return { rules: [], diagnostics: yaml.diagnostics };
  if (!Array.isArray(yaml.content) || yaml.content.length === 0)
    return { rules: [], diagnostics: [yaml.locate([], 'must be a list of rules')] };
  const read = yaml.content.map((item: unknown, index) => readRule(yaml, item, index));
  return {
    rules: read.flatMap(({ rules }) => rules),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readRule(yaml: YamlFile, item: unknown, index: number): WrittenRules {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return {
      rules: [],
      diagnostics: [yaml.locate([index], `must be a mapping of ${RULE_FIELDS.join(', ')}`)],
    };
  const diagnostics = Object.entries(item).flatMap(([key, value]) => diagnosticsOf(yaml, index, key, value));
  if (diagnostics.length > 0) return { rules: [], diagnostics };
  const values = Object.fromEntries(Object.entries(item).map(([key, value]) => [key, String(value)]));
  const rule: WrittenRule = {
    text: `${ruleLine(values)} (${yaml.file}, rule ${index + 1})`,
    values,
    locate: (field, text, suggestion) => yaml.locate([index, field], text, { suggestion }),
  };
  return { rules: [rule], diagnostics };
}

function diagnosticsOf(yaml: YamlFile, index: number, key: string, value: unknown): LocatedDiagnostic[] {
  if (!RULE_FIELDS.includes(key as RuleField)) {
    const suggestion = nearest(key, RULE_FIELDS);
    const rule = `is not a field of a rule; the fields are ${RULE_FIELDS.join(', ')}`;
    return [yaml.locate([index, key], rule, { part: 'key', suggestion })];
  }
  if (typeof value === 'string' || typeof value === 'number') return [];
  return [yaml.locate([index, key], 'must be a word or a number')];
}
