import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { ACCOUNT, REGION, type SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError } from '../store';
import type { EcsState, RevisionRecord, ServiceRecord } from './model';

const ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}`;

/** ARN of a revision. */
export const revisionArn = (family: string, number: number): string =>
  `${ARN}:task-definition/${family}:${number}`;

/** ARN of a service. */
export const serviceArn = ({ cluster, name }: Pick<ServiceRecord, 'cluster' | 'name'>): string =>
  `${ARN}:service/${cluster}/${name}`;

/** ARN of a task, or of a task set. */
export const arnWithin = ({ cluster, name }: ServiceRecord, what: 'task' | 'task-set', id: string): string =>
  `${ARN}:${what}/${what === 'task' ? cluster : `${cluster}/${name}`}/${id}`;

/** @throws Error where the account has no ECS */
export function ecsOf({ ecs }: SimulatedAccount): EcsState {
  if (!ecs) throw new Error('The simulated account must have ECS');
  return ecs;
}

/** @returns nothing where there is no such service */
export const findService = (
  simulated: SimulatedAccount,
  cluster = '',
  name = '',
): ServiceRecord | undefined => ecsOf(simulated).services[`${cluster}/${name}`];

/** @throws ServiceError where there is no such service */
export function serviceOf(simulated: SimulatedAccount, cluster?: string, name?: string): ServiceRecord {
  const found = findService(simulated, cluster, name);
  if (found) return found;
  throw new ServiceError('ServiceNotFoundException', 'Service not found.');
}

/** A revision, and its number. */
export interface FoundRevision {
  readonly arn: string;
  readonly family: string;
  readonly number: number;
  readonly record: RevisionRecord;
}

/**
 * @param text ARN, `family:revision`, or a family for its newest revision
 * @throws ServiceError where there is no such revision
 */
export function findRevision(simulated: SimulatedAccount, text = ''): FoundRevision {
  const [, family = '', given] = /([^/:]+)(?::(\d+))?$/.exec(text.replace(/^.*task-definition\//, '')) ?? [];
  const revisions = ecsOf(simulated).families[family] ?? [];
  const number = given === undefined ? revisions.length : Number(given);
  const record = revisions[number - 1];
  if (!record) throw new ServiceError('ClientException', 'Unable to describe task definition.');
  return { arn: revisionArn(family, number), family, number, record };
}

/** As ECS describes it. */
export const describeRevision = ({ arn, number, record }: FoundRevision): TaskDefinition => ({
  ...structuredClone(record.input),
  taskDefinitionArn: arn,
  revision: number,
  status: 'ACTIVE',
  registeredAt: new Date(record.registeredAt),
});
