import { ConfigurationError } from '../errors';
import { excerptOf, shortened } from '../excerpt';
import type { StateParameter } from '../parameters/read-parameters';

/** What `…/asg/old` holds where no group served before. */
export const NO_GROUP = 'none';

/** The end of a group's name: eight characters of the execution, and the attempt. */
const ENDING = /^(.+)-([0-9a-zA-Z-]{1,8})-(\d+)$/;

/** The name of the group that an attempt of an execution makes. */
export const groupName = (pipeline: string, executionId: string, attempt: number): string =>
  `${pipeline}-${executionId.slice(0, 8)}-${attempt}`;

/** The pipeline whose group a name is, as far as the name shows. @returns nothing for another name */
export const pipelineOfGroup = (group: string): string | undefined => ENDING.exec(group)?.[1];

/** The attempt that a group of an execution is. @returns 0 for another group */
export function attemptOf(group: string, pipeline: string, executionId: string): number {
  const start = `${pipeline}-${executionId.slice(0, 8)}-`;
  const attempt = group.startsWith(start) ? Number(group.slice(start.length)) : 0;
  return Number.isInteger(attempt) ? attempt : 0;
}

/**
 * The name in a parameter that names a group of the pipeline.
 * @throws ConfigurationError where it holds something else
 */
export function ownGroupIn(name: string, parameter: StateParameter | undefined, pipeline: string): string {
  const value = parameter?.value ?? '';
  if (pipelineOfGroup(value) !== pipeline)
    throw new ConfigurationError(
      `Parameter ${name} must name an Auto Scaling group of the pipeline (${pipeline}-EXECUTION-ATTEMPT), got: ${shortened(value) || 'none'}`,
    );
  return value;
}

/**
 * The name in a parameter that names any group, also one that the pipeline took over, or `none`.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
 * @throws ConfigurationError where it cannot be a name
 */
export function anyGroupIn(name: string, parameter: StateParameter | undefined): string | undefined {
  const value = parameter?.value ?? NO_GROUP;
  if (!/^[\x20-\x39\x3b-\x7e]{1,255}$/.test(value))
    throw new ConfigurationError(
      `Parameter ${name} must name an Auto Scaling group or be ${NO_GROUP}, got: ${excerptOf(value)}`,
    );
  return value === NO_GROUP ? undefined : value;
}
