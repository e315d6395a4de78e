import type { LocatedDiagnostic } from '../../../lib/config/config-error';

/** What a rule can have. */
export const RULE_FIELDS = ['service', 'operation', 'from', 'call', 'attempts', 'by', 'fault'] as const;

/** The form of a rule in one line. */
export const RULE_FORM = 'SERVICE OPERATION [OPTIONS] FAULT';

export type RuleField = (typeof RULE_FIELDS)[number];

/** A rule as it was written, not yet checked. */
export interface WrittenRule {
  /** How messages name it. */
  readonly text: string;
  readonly values: Readonly<Partial<Record<RuleField, string>>>;
  /** The diagnostic at a field, or at the rule where it lacks that. */
  locate(field: RuleField, rule: string, suggestion?: string): LocatedDiagnostic;
}

/** What was read. */
export interface WrittenRules {
  readonly rules: readonly WrittenRule[];
  /** What is wrong with the form. */
  readonly diagnostics: readonly LocatedDiagnostic[];
}

/** A rule in one line, as it can be written on the command line. */
export function ruleLine({
  service,
  operation,
  from,
  call,
  attempts,
  by,
  fault,
}: WrittenRule['values']): string {
  const options = Object.entries({ from, call, attempts, by }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
  return [service, operation, ...options, fault].filter(Boolean).join(' ');
}
