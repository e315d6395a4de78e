import { fleetParameterName, foundationName, pipelineName } from '../../../handlers/contract/names';
import { ACCOUNT, REGION } from '../../simulated-account/simulated-account';

export const IDENTITY = { prefix: 'shop', pipeline: 'web', environment: 'prd' };

/** The pipeline, its launch template, and the value of its tag. */
export const NAME = pipelineName(IDENTITY);

export const FUNCTION_PREFIX = `${foundationName(IDENTITY.prefix, IDENTITY.environment)}-`;

const LOAD_BALANCING = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;

export const LISTENER = `${LOAD_BALANCING}:listener/app/web/1/2`;
export const RULE = `${LOAD_BALANCING}:listener-rule/app/web/1/2/3`;
export const TEST_RULE = `${LOAD_BALANCING}:listener-rule/app/web/1/7/8`;
export const TARGET_GROUPS = [
  `${LOAD_BALANCING}:targetgroup/web-a/4`,
  `${LOAD_BALANCING}:targetgroup/web-b/5`,
] as const;

/** One of someone else, behind another rule. */
export const FOREIGN_TARGET_GROUP = `${LOAD_BALANCING}:targetgroup/other/6`;
export const FOREIGN_GROUP = 'other-fleet';

/** Executions: the one that serves at the start, the one that is proven, and others that follow it. */
export const FIRST = 'e1000000';
export const RELEASE = 'e2000000';
export const NEXT = 'e3000000';
export const ROLLBACK = 'e4000000';
export const LAST = 'e5000000';
export const OVER = 'e6000000';

/** The images of the executions, by the order of their parameter versions. */
export const IMAGES = [
  ...(['ami-0000000000000001a', 'ami-0000000000000002a', 'ami-0000000000000003a'] as const),
  ...(['ami-0000000000000004a', 'ami-0000000000000005a'] as const),
] as const;

export const BLUE = `${NAME}-${FIRST}-1`;

/** Instances that serve at the start, and the minimum of their group. */
export const SIZE = 2;
export const MINIMUM = 1;

/** What a group has beside what it is created with, by the settings. */
export const EXTRAS = ['metrics', 'policy cpu', 'schedule morning'] as const;

export const parameter = (name: Parameters<typeof fleetParameterName>[1]): string =>
  fleetParameterName(IDENTITY, name);
