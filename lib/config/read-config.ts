import { readFileSync } from 'node:fs';
import { checkBuilds } from '../build/config/check-build';
import { checkConnections, checkHosts, unusedConnections } from '../source/config/checks/connections';
import { checkEnvironments } from './checks/environments';
import { checkNames } from './checks/names';
import { idlePatterns } from '../source/config/checks/patterns';
import { checkRepositories } from '../source/config/checks/repositories';
import { checkServices } from '../kinds/ecs-blue-green/config/checks';
import { checkSharedServices } from './checks/claims';
import { checkSources } from '../source/config/checks/uploads';
import { checkStages } from '../build/config/check-stages';
import { checkTriggers } from '../source/config/checks/triggers';
import { check, type Finding } from './check-schema';
import type { Spec } from './model';
import { type Problem, SpecError } from './config-error';
import { specSchema } from './schema';
import { type Draft, spread } from './resolve';
import type { LookUp } from '../source/config/work-tree';
import { readYaml, type YamlFile } from './yaml-file';

/**
 * Reads a spec from a file.
 * @param file as the person named it, for the messages
 * @param lookUp tells what is known of a git repository, for warnings @default - nothing is known of any
 * @throws SpecError with every problem at once
 */
export function loadSpec(file: string, lookUp?: LookUp): Spec {
  return parseSpec(read(file), file, lookUp);
}

/**
 * Reads a spec from text.
 * @param file what to call it in messages
 * @param lookUp tells what is known of a git repository, for warnings @default - nothing is known of any
 * @throws SpecError with every problem at once
 */
export function parseSpec(text: string, file: string, lookUp: LookUp = () => undefined): Spec {
  const yaml = readYaml(text, file);
  if (yaml.content === undefined) throw new SpecError(yaml.problems);
  if (yaml.content === null) throw new SpecError([{ file, path: '', rule: EMPTY }]);
  const result = check(specSchema, yaml.content);
  const draft = spread(yaml.content);
  const findings = [
    ...('findings' in result ? result.findings : []),
    ...draft.findings,
    ...crossChecks(draft),
  ];
  const problems = ordered([...yaml.problems, ...problemsOf(yaml, findings)]);
  if (problems.length > 0) throw new SpecError(problems);
  return {
    prefix: draft.prefix,
    environments: draft.environments,
    pipelines: draft.pipelines.map(({ pipeline }) => pipeline),
    warnings: ordered(problemsOf(yaml, [...unusedConnections(draft), ...idlePatterns(draft, lookUp)])),
  };
}

const EMPTY = 'is empty: it needs prefix, environments and pipelines';

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a directory, not a file',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not UTF-8 text',
  EACCES: 'may not be read by this user',
};

function read(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const rule = READ_ERRORS[code] ?? `cannot be read: ${message}`;
    throw new SpecError([{ file, path: '', rule }]);
  }
}

function crossChecks(draft: Draft): Finding[] {
  return [
    ...checkEnvironments(draft),
    ...checkNames(draft),
    ...checkSources(draft),
    ...checkRepositories(draft),
    ...checkConnections(draft),
    ...checkHosts(draft),
    ...checkTriggers(draft),
    ...checkStages(draft),
    ...checkBuilds(draft),
    ...checkServices(draft),
    ...checkSharedServices(draft),
  ];
}

function problemsOf(yaml: YamlFile, findings: readonly Finding[]): Problem[] {
  return findings.map(({ path, rule, ...more }) => yaml.problem(path, rule, more));
}

function ordered(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((problem) => [`${problem.path} ${problem.rule}`, problem]));
  const rank = ({ place }: Problem) => (place ? place.line * 10_000 + place.column : 0);
  return [...once.values()].sort((one, other) => rank(one) - rank(other));
}
