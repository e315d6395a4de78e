import { randomBytes } from 'node:crypto';
import type {
  ApplicationInfo,
  DeploymentConfigInfo,
  DeploymentGroupInfo,
  GenericRevisionInfo,
  RevisionLocation,
  Tag,
} from '@aws-sdk/client-codedeploy';
import type { CallContext } from '../../kit/operation';
import type { ServiceContext } from '../../kit/context';
import type { Deployment } from './deployment/deployment';
import { predefinedConfigs } from './predefined-configs';

/** An application with what belongs to it. */
export interface Application {
  readonly info: ApplicationInfo;
  readonly groups: Map<string, DeploymentGroupInfo>;
  /** By {@link revisionKey}. */
  readonly revisions: Map<string, Revision>;
}

/** A revision as GetApplicationRevision tells it, with its content. */
export interface Revision {
  readonly location: RevisionLocation;
  readonly info: GenericRevisionInfo;
}

/** All that CodeDeploy keeps for one account in one region. */
export interface Region {
  readonly account: string;
  readonly name: string;
  readonly applications: Map<string, Application>;
  readonly configs: Map<string, DeploymentConfigInfo>;
  /** Oldest first. */
  readonly deployments: Map<string, Deployment>;
  /** Tags by the ARN of what carries them. */
  readonly tags: Map<string, Tag[]>;
}

/** What the operations of this service share. */
export interface CodeDeployStore {
  readonly context: ServiceContext;
  /** What belongs to the caller's account and region. */
  of(context: CallContext): Region;
}

/** A CodeDeploy that holds nothing yet but AWS's predefined deployment configurations. */
export function createCodeDeployStore(serviceContext: ServiceContext): CodeDeployStore {
  const regions = new Map<string, Region>();
  return {
    context: serviceContext,
    of: ({ caller: { accountId }, region }) => {
      const key = `${accountId}|${region}`;
      const known = regions.get(key) ?? newRegion(accountId, region, serviceContext.clock.now());
      regions.set(key, known);
      return known;
    },
  };
}

function newRegion(account: string, name: string, now: Date): Region {
  return {
    account,
    name,
    applications: new Map(),
    configs: predefinedConfigs(now),
    deployments: new Map(),
    tags: new Map(),
  };
}

/** `d-` and nine capitals and digits, as CodeDeploy names deployments. */
export function newDeploymentId(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return `d-${[...randomBytes(9)].map((byte) => letters[byte % letters.length]).join('')}`;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html */
export const applicationArn = ({ account, name }: Region, application: string): string =>
  `arn:aws:codedeploy:${name}:${account}:application:${application}`;

/** ARN of a deployment group. */
export const groupArn = ({ account, name }: Region, application: string, group: string): string =>
  `arn:aws:codedeploy:${name}:${account}:deploymentgroup:${application}/${group}`;
