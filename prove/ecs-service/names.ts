import { createHash } from 'node:crypto';
import {
  artifactBucketName,
  artifactFolder,
  foundationName,
  pipelineName,
} from '../../handlers/contract/names';
import { ACCOUNT, REGION } from '../simulated-account/simulated-account';

export const IDENTITY = { prefix: 'shop', pipeline: 'web', environment: 'prd' };

/** The pipeline, its cluster, service, family, CodeDeploy application and deployment group. */
export const NAME = pipelineName(IDENTITY);

export const FUNCTION_PREFIX = `${foundationName(IDENTITY.prefix, IDENTITY.environment)}-`;

export const BUCKET = artifactBucketName(IDENTITY.prefix, IDENTITY.environment, ACCOUNT, REGION);

/** Executions: the one that serves at the start, the one that is proven, another one, and a rollback. */
export const FIRST = 'e1000000';
export const RELEASE = 'e2000000';
export const NEXT = 'e3000000';
export const ROLLBACK = 'e4000000';

export const REPOSITORY = 'web';

/** Someone else's service, its family, repository and parameter. */
export const OTHER = 'other';

/** Tasks that serve. */
export const SIZE = 2;

export const ALARM = `${NAME}-errors`;

const LOAD_BALANCING = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;

export const LISTENER = `${LOAD_BALANCING}:listener/app/web/1/2`;
export const RULE = `${LOAD_BALANCING}:listener-rule/app/web/1/2/3`;
export const TARGET_GROUPS = [
  `${LOAD_BALANCING}:targetgroup/${NAME}-blue/4`,
  `${LOAD_BALANCING}:targetgroup/${NAME}-green/5`,
] as const;

/** Of someone else's service. */
export const OTHER_TARGET_GROUP = `${LOAD_BALANCING}:targetgroup/${OTHER}/6`;

export const VPC = 'vpc-00000000000000001';
export const SUBNETS = ['subnet-0000000000000000a', 'subnet-0000000000000000c'];

/** The container of the load balancer's traffic. */
export const CONTAINER = 'app';
export const PORT = 80;

/** What an image is, by what its name stands for: the one before, and those of the executions. */
export const manifestOf = (name: string): string =>
  JSON.stringify({ schemaVersion: 2, annotations: { name } });

export const digestOf = (name: string): string =>
  `sha256:${createHash('sha256').update(manifestOf(name)).digest('hex')}`;

/** A reference by digest. */
export const imageOf = (name: string): string =>
  `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${REPOSITORY}@${digestOf(name)}`;

/** Where an artifact of an execution is in the bucket. */
export const artifactKey = (artifact: string, execution: string): string =>
  `${artifactFolder(NAME)}/${artifact}/${execution}`;
