import {
  type CallableService,
  FAULT_EFFECTS,
  type FaultEffect,
  type FaultRule,
  isRead,
} from '@pipeline-factory/local-endpoint';
import type { LocatedDiagnostic } from '../../../lib/config/config-error';
import { parseDuration } from '../../../lib/config/duration';
import { nearest } from '../../../lib/config/suggest';
import { RULE_FORM, type RuleField, type WrittenRule } from './written-rule';

/** The callers that a rule can name. */
export interface KnownCallers {
  readonly names: readonly string[];
  /** What the names of the config's other roles and functions begin with. */
  readonly beginnings: readonly string[];
}

/** A rule that was checked. */
export interface CheckedRule {
  /** Undefined where it is wrong. */
  readonly rule?: FaultRule;
  readonly diagnostics: readonly LocatedDiagnostic[];
}

/** @param callers undefined where a caller may have any name */
export async function checkRule(
  written: WrittenRule,
  services: readonly CallableService[],
  callers: KnownCallers | undefined,
): Promise<CheckedRule> {
  const { text, values } = written;
  const diagnostics: LocatedDiagnostic[] = [];
  const refuse = (field: RuleField, rule: string, suggestion?: string): undefined =>
    void diagnostics.push(written.locate(field, rule, suggestion));
  const service = findService(values.service, services, refuse);
  const operation = service && (await findOperation(values.operation, service, refuse));
  const from = findCaller(values.from, callers, refuse);
  const effect = findEffect(values.fault, operation, refuse);
  const calls = values.call === undefined ? undefined : parseCalls(values.call, refuse);
  const attempts = values.attempts === undefined ? undefined : parseAttempts(values.attempts, refuse);
  const delaySeconds = parseDelay(values.by, effect, refuse);
  if (diagnostics.length > 0 || !service || !operation || !effect) return { diagnostics };
  const rule = { text, service: service.name, operation, from, calls, attempts, effect, delaySeconds };
  return { rule, diagnostics };
}

type Refuse = (field: RuleField, rule: string, suggestion?: string) => undefined;

function findService(
  given: string | undefined,
  services: readonly CallableService[],
  refuse: Refuse,
): CallableService | undefined {
  const names = services.flatMap(({ name, otherNames }) => [name, ...otherNames]);
  if (given === undefined) return refuse('service', `is missing: a rule is ${RULE_FORM}`);
  const found = services.find(({ name, otherNames }) => [name, ...otherNames].includes(given));
  return found ?? refuse('service', `must be one of ${names.join(', ')}`, nearest(given, names));
}

async function findOperation(
  given: string | undefined,
  service: CallableService,
  refuse: Refuse,
): Promise<string | undefined> {
  if (given === undefined) return refuse('operation', `is missing: a rule is ${RULE_FORM}`);
  const operations = await service.operations();
  const found = operations.find((name) => plain(name) === plain(given));
  if (found) return found;
  const near = nearest(given, operations);
  const rule = `must be an operation of ${service.name}`;
  return refuse('operation', rule, near && (/[A-Z]/.test(given) ? near : kebab(near)));
}

/** `put-parameter` in the AWS CLI is `PutParameter` in the API. */
const plain = (name: string): string => name.replaceAll('-', '').toLowerCase();

const kebab = (name: string): string =>
  name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();

function findCaller(
  given: string | undefined,
  callers: KnownCallers | undefined,
  refuse: Refuse,
): string | undefined {
  if (given === undefined || !callers || given.includes('/')) return given;
  if (callers.names.includes(given) || callers.beginnings.some((beginning) => given.startsWith(beginning)))
    return given;
  return refuse(
    'from',
    `must be a function or pipeline of the config, a name that begins with ${callers.beginnings.join(' or ')}, a service, root, or ROLE/SESSION`,
    nearest(given, callers.names),
  );
}

function findEffect(
  given: string | undefined,
  operation: string | undefined,
  refuse: Refuse,
): FaultEffect | undefined {
  const effects = Object.keys(FAULT_EFFECTS) as FaultEffect[];
  if (given === undefined) return refuse('fault', `is missing: it must be one of ${effects.join(', ')}`);
  const found = effects.find((effect) => effect === given);
  if (found === 'stale' && operation !== undefined && !isRead(operation))
    return refuse('fault', `must not be stale: ${operation} is no read`);
  return found ?? refuse('fault', `must be one of ${effects.join(', ')}`, nearest(given, effects));
}

function parseCalls(text: string, refuse: Refuse): FaultRule['calls'] {
  const [, first, last = first] = /^([1-9]\d{0,5})(?:-([1-9]\d{0,5}))?$/.exec(text) ?? [];
  if (first !== undefined && Number(first) <= Number(last))
    return { first: Number(first), last: Number(last) };
  return refuse('call', 'must be the number of a call from 1, or the first and last of several as in 2-4');
}

function parseAttempts(text: string, refuse: Refuse): number | undefined {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  return refuse('attempts', 'must be a whole number from 1, or all');
}

function parseDelay(
  text: string | undefined,
  effect: FaultEffect | undefined,
  refuse: Refuse,
): number | undefined {
  if (text === undefined)
    return effect === 'delayed'
      ? refuse('by', 'is missing: a call is delayed by a duration, as in --by 30s')
      : undefined;
  if (effect !== undefined && effect !== 'delayed')
    return refuse('by', 'must be left out: only delayed has it');
  return parseDuration(text) ?? refuse('by', 'must be a duration such as 30s, 5m or 1h');
}
