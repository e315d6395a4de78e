import { CLEAN_UP_BAKES_VARIABLES } from '../contract/clean-up-bakes';
import { bakeName, type PipelineIdentity } from '../contract/names';
import { ConfigurationError } from '../errors';
import { isObject, objectOf, optionalText } from '../json';

/** The end of a bake of one of this environment's pipelines. */
export interface EndedBake {
  readonly pipeline: PipelineIdentity;
  /** Twelve digits. */
  readonly account: string;
  /** `project:uuid` */
  readonly buildId: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * @param variables the function's environment variables
 * @returns nothing for any other event
 * @throws ConfigurationError where the function lacks a variable
 */
export function parseEvent(event: unknown, variables: Variables): EndedBake | undefined {
  if (!isObject(event) || event['detail-type'] !== 'CodeBuild Build State Change') return undefined;
  const detail = objectOf(event, 'detail');
  const pipeline = identityOf(optionalText(detail, 'project-name') ?? '', variables);
  const account = optionalText(event, 'account');
  const [, buildId] = /:build\/(.+)$/.exec(optionalText(detail, 'build-id') ?? '') ?? [];
  if (!pipeline || !account || !buildId || detail['build-status'] === 'IN_PROGRESS') return undefined;
  return { pipeline, account, buildId };
}

/** @returns nothing for a project that is no bake of this environment's */
function identityOf(project: string, variables: Variables): PipelineIdentity | undefined {
  const prefix = variable(variables, CLEAN_UP_BAKES_VARIABLES.prefix);
  const environment = variable(variables, CLEAN_UP_BAKES_VARIABLES.environment);
  const pipeline = project.slice(`${prefix}-`.length, -`-${environment}-bake`.length);
  const identity = { prefix, pipeline, environment };
  return pipeline && project === bakeName(identity) ? identity : undefined;
}

function variable(variables: Variables, name: string): string {
  const value = variables[name];
  if (!value) throw new ConfigurationError(`The function must have the environment variable ${name}`);
  return value;
}
