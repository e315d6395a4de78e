import { existsSync } from 'node:fs';
import {
  callableServices,
  type FaultRule,
  ROOT,
  type UnmatchedFault,
} from '@pipeline-factory/local-endpoint';
import { actionFunctionName, pipelineName } from '../../handlers/contract/names';
import { ConfigError } from '../../lib/config/config-error';
import { identityOf } from '../../lib/config/identity';
import type { Config } from '../../lib/config/model';
import { KINDS } from '../../lib/kinds';
import { kindOf } from '../../lib/kinds/kind';
import { checkRule, type KnownCallers } from './faults/check-rule';
import { parseRule } from './faults/parse-rule';
import { readRuleFile } from './faults/read-rule-file';

/**
 * Reads the values of `--fault`: rules, or files of rules.
 * @param config whose functions and pipelines are the known callers @default - a caller may have any name
 * @throws ConfigError with everything that is wrong with them
 */
export async function readFaults(
  values: readonly string[] = [],
  config: Config | undefined,
): Promise<FaultRule[]> {
  if (values.length === 0) return [];
  const services = callableServices();
  const callers = config && knownCallers(config);
  const written = values.map((value) => (isFile(value) ? readRuleFile(value) : parseRule(value)));
  const broken = written.flatMap(({ diagnostics }) => diagnostics);
  const checked = await Promise.all(
    written.flatMap(({ rules }) => rules).map((rule) => checkRule(rule, services, callers)),
  );
  const diagnostics = [...broken, ...checked.flatMap((each) => each.diagnostics)];
  if (diagnostics.length > 0) throw new ConfigError(diagnostics);
  return checked.flatMap(({ rule }) => rule ?? []);
}

/** A rule has several words, the name of a file one. */
const isFile = (value: string): boolean => existsSync(value) || !/\s/.test(value.trim());

function knownCallers({ pipelines }: Config): KnownCallers {
  const functions = pipelines.flatMap((pipeline) =>
    kindOf(pipeline, KINDS)
      .actionFunctions(pipeline)
      .map(({ name }) => ({
        name,
        functionName: actionFunctionName(pipeline.prefix, pipeline.environment.name, name),
      })),
  );
  const names = pipelines.map((pipeline) => pipelineName(identityOf(pipeline)));
  return {
    names: [
      ...new Set([
        ...functions.map(({ name }) => name),
        ...names,
        ...functions.map(({ functionName }) => functionName),
        ...callableServices().map(({ name }) => name),
        ROOT,
      ]),
    ],
    beginnings: [...new Set(pipelines.map(({ prefix }) => `${prefix}-`))],
  };
}

/** Why a rule met no call, in a sentence that names it. */
export function describeUnmatched({
  rule,
  ofOperation,
  ofCaller,
  first,
  otherCallers,
}: UnmatchedFault): string {
  const operation = `${rule.service}:${rule.operation}`;
  const head = `--fault "${rule.text}" met no call`;
  if (ofOperation === 0) return `${head}: nobody called ${operation}`;
  const others = otherCallers.join(', ');
  if (first > 0)
    return `${head}: there is no earlier answer to give, because no two calls of ${operation} had the same input`;
  if (ofCaller > 0) {
    const wanted = rule.calls?.first ?? 1;
    return `${head}: there ${ofCaller === 1 ? 'was 1 call' : `were ${ofCaller} calls`} of ${operation}, and the rule is for call ${wanted}`;
  }
  const made = ofOperation === 1 ? '1 call' : `${ofOperation} calls`;
  const wanted = rule.from ?? 'a caller that the rule is for';
  return `${head}: none of ${made} of ${operation} was made by ${wanted}; callers were ${others}`;
}
