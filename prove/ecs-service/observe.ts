import type { BatchGetImageResponse } from '@aws-sdk/client-ecr';
import type {
  DescribeServicesResponse,
  DescribeTaskDefinitionResponse,
  Service,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import type {
  DescribeRulesOutput,
  DescribeTargetHealthOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GetParametersResult } from '@aws-sdk/client-ssm';
import { releaseParameterName } from '../../handlers/contract/names';
import type { EcsRelease } from '../../handlers/contract/release-record';
import { see } from '../run/call';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import { CONTAINER, IDENTITY, NAME, REPOSITORY, RULE } from './names';

/** Where the traffic goes. */
export interface Side {
  /** ARN. */
  readonly targetGroup: string;
  readonly weight: number;
  /** Healthy targets. */
  readonly healthy: number;
}

/** The target groups of the rule. */
export function seeSides(simulated: SimulatedAccount): readonly Side[] {
  const { Rules } = see<DescribeRulesOutput>(simulated, 'elastic-load-balancing-v2', 'DescribeRules', {
    RuleArns: [RULE],
  });
  const groups = Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? [];
  return groups.map(({ TargetGroupArn = '', Weight = 0 }) => ({
    ...{ targetGroup: TargetGroupArn, weight: Weight, healthy: seeHealthy(simulated, TargetGroupArn) },
  }));
}

function seeHealthy(simulated: SimulatedAccount, TargetGroupArn: string): number {
  const { TargetHealthDescriptions = [] } = see<DescribeTargetHealthOutput>(
    simulated,
    'elastic-load-balancing-v2',
    'DescribeTargetHealth',
    { TargetGroupArn },
  );
  return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
}

/** The service, as anybody sees it. */
export function seeService(simulated: SimulatedAccount): Service {
  const { services = [] } = see<DescribeServicesResponse>(simulated, 'ecs', 'DescribeServices', {
    ...{ cluster: NAME, services: [NAME] },
  });
  return services[0] ?? {};
}

/** @param taskDefinition ARN, or a family for its newest revision */
export function seeRevision(simulated: SimulatedAccount, taskDefinition: string): TaskDefinition {
  const input = { taskDefinition };
  return (
    see<DescribeTaskDefinitionResponse>(simulated, 'ecs', 'DescribeTaskDefinition', input).taskDefinition ??
    {}
  );
}

/** The image of the traffic's container. */
export const seeImage = (simulated: SimulatedAccount, taskDefinition: string): string =>
  seeRevision(simulated, taskDefinition).containerDefinitions?.find(({ name }) => name === CONTAINER)
    ?.image ?? '';

/** What a revision is, but for what ECS adds. */
export function contentOf({ containerDefinitions, cpu, memory, family }: TaskDefinition): string {
  return JSON.stringify({ containerDefinitions, cpu, memory, family });
}

/** The image with a tag, by digest. @returns nothing where none has it */
export function seeTagged(simulated: SimulatedAccount, imageTag: string): string | undefined {
  const { images } = see<BatchGetImageResponse>(simulated, 'ecr', 'BatchGetImage', {
    ...{ repositoryName: REPOSITORY, imageIds: [{ imageTag }] },
  });
  return images?.[0]?.imageId?.imageDigest;
}

/** What is recorded. */
export interface SeenRecord {
  readonly serving: EcsRelease;
  readonly previous?: EcsRelease;
}

/** @returns nothing before the first release */
export function seeRecord(simulated: SimulatedAccount): SeenRecord | undefined {
  const { Parameters = [] } = see<GetParametersResult>(simulated, 'ssm', 'GetParameters', {
    Names: [releaseParameterName(IDENTITY)],
  });
  const text = Parameters[0]?.Value;
  return text === undefined ? undefined : (JSON.parse(text) as SeenRecord);
}
